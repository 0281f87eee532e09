using System.Formats.Tar;

namespace Chs.Infrastructure.Containers;

/// <summary>Small archives that are copied into containers.</summary>
static class TarFiles
{
    /// <summary>rwxr-xr-x.</summary>
    const UnixFileMode FolderMode = (UnixFileMode)0b111_101_101;

    /// <summary>An archive of empty folders that belong to a user.</summary>
    public static byte[] Folders(int user, IEnumerable<string> names)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var name in names)
                tar.WriteEntry(
                    new PaxTarEntry(TarEntryType.Directory, name + "/")
                    {
                        Uid = user,
                        Gid = user,
                        Mode = FolderMode,
                    }
                );
        }

        return stream.ToArray();
    }
}
