using System.Formats.Tar;

namespace Chs.Infrastructure.Containers;

/// <summary>Small archives for containers.</summary>
static class TarFiles
{
    /// <summary>Empty folders that belong to a user.</summary>
    public static byte[] Folders(int user, IEnumerable<string> names)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
            foreach (var name in names)
                tar.WriteEntry(
                    new PaxTarEntry(TarEntryType.Directory, name + "/")
                    {
                        Uid = user,
                        Gid = user,
                        Mode =
                            UnixFileMode.UserRead
                            | UnixFileMode.UserWrite
                            | UnixFileMode.UserExecute
                            | UnixFileMode.GroupRead
                            | UnixFileMode.GroupExecute
                            | UnixFileMode.OtherRead
                            | UnixFileMode.OtherExecute,
                    }
                );
        return stream.ToArray();
    }
}
