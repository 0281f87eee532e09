using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Infrastructure.Settings;

namespace Chs.Infrastructure.Sources;

/// <summary>Turns archives of strangers into archives of plain files and folders.</summary>
/// <remarks>
/// Nothing is unpacked onto our disk. Declared sizes aren't trusted: bytes are counted while they are read. Links, names
/// that lead out of the archive, and archives that are too large are refused.
/// </remarks>
static class ArchiveExtractor
{
    /// <summary>Numeric id of the user who owns the files, and as whom foreign code runs.</summary>
    public const int UserId = 1000;

    // Unix modes as zip archives store them in the upper half of the external attributes.
    const int FileTypeMask = 0xF000,
        LinkType = 0xA000,
        ExecutableBits = 0b001_001_001;

    const int MaximumPathLength = 400;

    /// <summary>Bytes of a tar entry's headers, generously.</summary>
    const long TarOverhead = 2048;

    const long MaximumRecipe = 64 * 1024,
        MaximumLock = 32 * 1024 * 1024;

    static readonly string[] LockFiles = ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock"];

    /// <summary>Rewrites an archive. The one folder that code hosts put around everything is left out.</summary>
    /// <param name="to">Path of the new archive, a tar file.</param>
    /// <returns>Why the archive is refused; null when it was rewritten.</returns>
    public static async Task<Error?> NormalizeAsync(
        string path,
        ArchiveKind kind,
        string to,
        SourceLimits limits,
        CancellationToken cancellationToken
    )
    {
        await using var file = File.OpenRead(path);
        try
        {
            await using var output = new NormalizedArchive(to, limits);
            return kind is ArchiveKind.Zip
                ? await NormalizeZipAsync(file, output, cancellationToken)
                : await NormalizeTarGzAsync(file, output, cancellationToken);
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException or FormatException)
        {
            return ArchiveErrors.Broken;
        }
    }

    static async Task<Error?> NormalizeZipAsync(
        Stream file,
        NormalizedArchive output,
        CancellationToken cancellationToken
    )
    {
        await using var zip = await ZipArchive.CreateAsync(
            file,
            ZipArchiveMode.Read,
            leaveOpen: true,
            entryNameEncoding: null,
            cancellationToken
        );
        if (zip.Entries.Count > output.Limits.Files)
            return ArchiveErrors.TooManyFiles(output.Limits.Files);
        var topFolder = TopFolder(zip.Entries.Select(entry => entry.FullName));
        foreach (var entry in zip.Entries)
        {
            if (await AddAsync(entry, topFolder, output, cancellationToken) is { } refusal)
                return refusal;
        }

        return null;
    }

    static async Task<Error?> AddAsync(
        ZipArchiveEntry entry,
        string? topFolder,
        NormalizedArchive output,
        CancellationToken cancellationToken
    )
    {
        var mode = entry.ExternalAttributes >> 16;
        if ((mode & FileTypeMask) == LinkType)
            return ArchiveErrors.Link(entry.FullName);
        if (entry.IsEncrypted)
            return ArchiveErrors.Encrypted;
        var isFolder = entry.FullName.EndsWith('/');
        if (isFolder)
            return null;
        if (PathOf(entry.FullName, topFolder) is not { } name)
            return ArchiveErrors.Outside(entry.FullName);
        await using var content = await entry.OpenAsync(cancellationToken);
        return await output.AddAsync(name, content, (mode & ExecutableBits) != 0, cancellationToken);
    }

    static async Task<Error?> NormalizeTarGzAsync(
        Stream file,
        NormalizedArchive output,
        CancellationToken cancellationToken
    )
    {
        // A tar archive has no directory of names: it is read twice, first for the folder around everything.
        var names = new List<string>();
        await foreach (var entry in EntriesAsync(file, output.Limits, cancellationToken))
        {
            if (names.Count >= output.Limits.Files)
                return ArchiveErrors.TooManyFiles(output.Limits.Files);
            names.Add(entry.Name);
        }

        var topFolder = TopFolder(names);
        file.Position = 0;
        await foreach (var entry in EntriesAsync(file, output.Limits, cancellationToken))
        {
            if (await AddAsync(entry, topFolder, output, cancellationToken) is { } refusal)
                return refusal;
        }

        return null;
    }

    static async Task<Error?> AddAsync(
        TarEntry entry,
        string? topFolder,
        NormalizedArchive output,
        CancellationToken cancellationToken
    )
    {
        if (entry.EntryType is TarEntryType.Directory)
            return null;
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
            return ArchiveErrors.NotAFile(entry.Name);
        if (PathOf(entry.Name, topFolder) is not { } name)
            return ArchiveErrors.Outside(entry.Name);
        var isExecutable = entry.Mode.HasFlag(UnixFileMode.UserExecute);
        return await output.AddAsync(name, entry.DataStream ?? Stream.Null, isExecutable, cancellationToken);
    }

    static async IAsyncEnumerable<TarEntry> EntriesAsync(
        Stream file,
        SourceLimits limits,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        await using var limited = new LimitedStream(unpacked, limits.Unpacked + (limits.Files * TarOverhead));
        await using var tar = new TarReader(limited);
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
            if (entry.EntryType is not (TarEntryType.GlobalExtendedAttributes or TarEntryType.ExtendedAttributes))
                yield return entry;
    }

    /// <summary>Packs a folder that the operator provides. Links are left out, and what git doesn't keep.</summary>
    public static async Task<Error?> PackAsync(
        string folder,
        string to,
        SourceLimits limits,
        CancellationToken cancellationToken
    )
    {
        await using var output = new NormalizedArchive(to, limits);
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        foreach (var file in Directory.EnumerateFiles(folder, "*", options).Order(StringComparer.Ordinal))
        {
            var relativePath = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (FileNames.NormalizeRelativePath(relativePath) is not { } name || IsIgnored(name))
                continue;
            await using var content = File.OpenRead(file);
            if (await output.AddAsync(name, content, IsExecutable(file), cancellationToken) is { } refusal)
                return refusal;
        }

        return null;
    }

    static bool IsIgnored(string name) =>
        name.StartsWith(".git/", StringComparison.Ordinal)
        || name.StartsWith("node_modules/", StringComparison.Ordinal);

    static bool IsExecutable(string file) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute);

    /// <summary>Reads from a normalized archive what a worker needs to know about it.</summary>
    public static async Task<SourceTree> DescribeAsync(string path, CancellationToken cancellationToken)
    {
        var top = new HashSet<string>(StringComparer.Ordinal);
        byte[]? recipe = null;
        string? lockName = null;
        byte[]? lockContent = null;
        await using var file = File.OpenRead(path);
        await using var tar = new TarReader(file);
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            var name = entry.Name.TrimEnd('/');
            top.Add(name.Split('/')[0]);
            if (name == ExperimentRunnerRecipe.FileName)
            {
                recipe = await ReadAsync(entry, MaximumRecipe, cancellationToken);
            }
            else if (LockFiles.Contains(name))
            {
                lockName = name;
                lockContent = await ReadAsync(entry, MaximumLock, cancellationToken);
            }
        }

        return new SourceTree(path, top, recipe, lockName, lockContent);
    }

    /// <returns>Empty when the file is too large.</returns>
    static async Task<byte[]> ReadAsync(TarEntry entry, long limit, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var isComplete =
            entry.DataStream is { } data && await LimitedCopy.CopyAsync(data, content, limit, cancellationToken);
        return isComplete ? content.ToArray() : [];
    }

    /// <returns>The folder that holds everything; null when there is no such folder.</returns>
    static string? TopFolder(IEnumerable<string> names)
    {
        string? top = null;
        foreach (var name in names)
        {
            var slash = name.IndexOf('/');
            if (slash <= 0 || (top is not null && name[..slash] != top))
                return null;
            top = name[..slash];
        }

        return top is "." or ".." ? null : top;
    }

    /// <returns>The path below the top folder; null when the name leads elsewhere, or is too long.</returns>
    static string? PathOf(string name, string? topFolder)
    {
        if (FileNames.NormalizeRelativePath(name) is not { Length: <= MaximumPathLength } path)
            return null;
        if (topFolder is null)
            return path;
        return path.Length > topFolder.Length ? path[(topFolder.Length + 1)..] : null;
    }
}
