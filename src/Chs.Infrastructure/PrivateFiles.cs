using System.Runtime.InteropServices;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Settings;
using Microsoft.Data.Sqlite;

namespace Chs.Infrastructure;

/// <summary>
/// Keeps files to the user that the program runs as: mails hold live links, the database children's names. Does nothing
/// on Windows, where a folder hands its rights down.
/// </summary>
public static class PrivateFiles
{
    const UnixFileMode OfOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    const UnixFileMode OfOthers = ~OfOwner & (UnixFileMode)0b111_111_111;

    /// <summary>What CHS makes in its data folder, beside the database.</summary>
    static readonly string[] OwnFolders = ["mail", "artefacts", "builds"];

    /// <summary>
    /// Whatever the process creates from now on is its user's alone: SQLite's files and temporary ones, too, for which no
    /// mode can be given.
    /// </summary>
    public static void BeginProcess()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetMask((uint)OfOthers);
    }

    /// <summary>
    /// Takes from others what an earlier version, or a restored backup, lets them read: files and folders that CHS has made.
    /// A folder of the operator's, which holds other things or was named in the settings, is left as it is.
    /// </summary>
    /// <returns>A sentence for each thing that was closed, or that others can still read.</returns>
    public static IReadOnlyList<string> Tighten(ChsSettings settings)
    {
        if (OperatingSystem.IsWindows())
            return [];
        List<string> said = [];
        foreach (var file in DatabaseFiles(settings).Append(Path.Combine(settings.DataDirectory, "sealing.key")))
            TightenFile(file, said);
        foreach (var name in OwnFolders)
            TightenTree(new DirectoryInfo(Path.Combine(settings.DataDirectory, name)), said);
        TightenDataFolder(new DirectoryInfo(settings.DataDirectory), said);
        if (settings.Mail.Folder is { } mail)
            WarnOf(new DirectoryInfo(mail), said);
        if (settings.Artefacts is { Provider: ArtefactProvider.Disk, Folder: { } artefacts })
            WarnOf(new DirectoryInfo(artefacts), said);
        return said;
    }

    static IEnumerable<string> DatabaseFiles(ChsSettings settings)
    {
        if (settings.Database.Provider is not DatabaseProvider.Sqlite)
            return [];
        var file = new SqliteConnectionStringBuilder(settings.Database.ConnectionString).DataSource;
        return [file, file + "-wal", file + "-shm"];
    }

    static void TightenFile(string path, List<string> said)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.LinkTarget is not null || !IsOpen(file))
            return;
        Close(file);
        said.Add($"Others could read {file.FullName}. It is closed to them now");
    }

    /// <remarks>Nobody gets through a closed folder, so only an open one is gone through.</remarks>
    static void TightenTree(DirectoryInfo folder, List<string> said)
    {
        if (!folder.Exists || folder.LinkTarget is not null || !IsOpen(folder))
            return;
        var everything = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        foreach (var entry in folder.EnumerateFileSystemInfos("*", everything))
            Close(entry);
        Close(folder);
        said.Add($"Others could read {folder.FullName}. It is closed to them now, with what it holds");
    }

    static void TightenDataFolder(DirectoryInfo folder, List<string> said)
    {
        if (!folder.Exists || !IsOpen(folder))
            return;
        if (folder.EnumerateFileSystemInfos().All(IsOwn))
        {
            Close(folder);
            said.Add($"Others could read {folder.FullName}. It is closed to them now");
        }
        else
            WarnOf(folder, said);
    }

    static bool IsOwn(FileSystemInfo entry) =>
        OwnFolders.Contains(entry.Name)
        || entry.Name.StartsWith("chs.db", StringComparison.Ordinal)
        || entry.Name.StartsWith("sealing.key", StringComparison.Ordinal);

    static void WarnOf(DirectoryInfo folder, List<string> said)
    {
        if (folder.Exists && IsOpen(folder))
            said.Add(
                $"Others can list or read {folder.FullName}, which CHS doesn't close because it isn't its alone. What CHS "
                    + "writes there is closed to them"
            );
    }

    static bool IsOpen(FileSystemInfo entry) =>
        !OperatingSystem.IsWindows() && (entry.UnixFileMode & OfOthers) != UnixFileMode.None;

    static void Close(FileSystemInfo entry)
    {
        if (!OperatingSystem.IsWindows())
            entry.UnixFileMode &= OfOwner;
    }

    [DllImport("libc", EntryPoint = "umask"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern uint SetMask(uint mask);
}
