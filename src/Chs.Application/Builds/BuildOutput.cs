using System.Formats.Tar;
using System.Security.Cryptography;
using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>
/// The files that a build made. They are read from its container into a local folder, under names chosen here, within
/// limits.
/// </summary>
sealed class BuildOutput(string folder, int maximumFiles, long maximumBytes)
{
    /// <summary>Length of the column that stores a path.</summary>
    const int MaximumPathLength = 500;

    readonly Dictionary<string, OutputFile> _files = new(StringComparer.Ordinal);

    public IReadOnlyCollection<OutputFile> Files => _files.Values;

    /// <summary>
    /// Reads the archive that the container sends. The container runs foreign code, so names, types and sizes are
    /// checked.
    /// </summary>
    /// <returns>Null when all files were read.</returns>
    public async Task<BuildFailure?> ReadAsync(Stream tar, CancellationToken cancellationToken)
    {
        long totalBytes = 0;
        await using var reader = new TarReader(tar);
        while (await NextEntryAsync(reader, cancellationToken) is { } entry)
        {
            if (IsFolderOrMetadata(entry.EntryType))
                continue;
            if (!IsRegularFile(entry.EntryType))
                return Refuse($"'{Printable(entry.Name)}' is a link or something else that isn't a file.");
            if (PathOf(entry) is not { } path)
                return Refuse($"'{Printable(entry.Name)}' isn't a path below the output.");
            // Local files are numbered by this count: a second file of one path would overwrite another file's bytes.
            if (_files.ContainsKey(path))
                return Refuse($"'{Printable(path)}' is in the archive twice.");
            if (_files.Count >= maximumFiles)
                return Refuse($"The build made more than {maximumFiles} files.");
            totalBytes += entry.Length;
            if (totalBytes > maximumBytes)
                return Refuse($"The build made more than {maximumBytes / 1024 / 1024} MB.");
            _files[path] = await SaveAsync(entry, path, cancellationToken);
        }

        return null;
    }

    /// <summary>Adds a file of an earlier build, which was checked then.</summary>
    public async Task AddAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        var localPath = Path.Combine(folder, _files.Count.ToString());
        await File.WriteAllBytesAsync(localPath, content, cancellationToken);
        var digest = Convert.ToHexStringLower(SHA256.HashData(content));
        _files[path] = new OutputFile(path, localPath, content.Length, digest);
    }

    /// <summary>Looks for a reason why families couldn't play what was built.</summary>
    /// <param name="basePath">Path under which the files will be served, such as <c>/studies/{id}/</c>.</param>
    /// <param name="onOddity">Called with what is odd and harms nobody, for people.</param>
    public async Task<BuildFailure?> CheckPageAsync(
        string basePath,
        Action<string> onOddity,
        CancellationToken cancellationToken
    )
    {
        if (!_files.TryGetValue(BuiltPage.Name, out var page))
            return Refuse("The build command succeeded, but made no index.html.");
        var html = await File.ReadAllTextAsync(page.LocalPath, cancellationToken);
        var findings = BuiltPage.Check(html, basePath, _files.Keys.ToHashSet());
        if (findings.Oddity is { } oddity)
            onOddity(oddity);
        return findings.Fault is { } fault ? Refuse(fault) : null;
    }

    static async Task<TarEntry?> NextEntryAsync(TarReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.GetNextEntryAsync(copyData: false, cancellationToken);
        }
        catch (Exception exception) when (exception is EndOfStreamException or InvalidDataException or FormatException)
        {
            // The archive was cut off. The exit code of the command that wrote it shows why.
            return null;
        }
    }

    static bool IsFolderOrMetadata(TarEntryType type) =>
        type is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes or TarEntryType.ExtendedAttributes;

    static bool IsRegularFile(TarEntryType type) =>
        type is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile;

    /// <returns>Null when the name isn't a path below the output folder, or too long.</returns>
    static string? PathOf(TarEntry entry)
    {
        var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
        return FileNames.NormalizeRelativePath(name) is { Length: <= MaximumPathLength } path ? path : null;
    }

    /// <summary>Writes a file to the local folder and computes its digest on the way.</summary>
    async Task<OutputFile> SaveAsync(TarEntry entry, string path, CancellationToken cancellationToken)
    {
        var localPath = Path.Combine(folder, _files.Count.ToString());
        using var hash = SHA256.Create();
        await using (var file = File.Create(localPath))
        await using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write))
        {
            if (entry.DataStream is { } data)
                await data.CopyToAsync(hashed, cancellationToken);
        }

        return new OutputFile(path, localPath, entry.Length, Convert.ToHexStringLower(hash.Hash!));
    }

    static BuildFailure Refuse(string reason) => new("build.bad_output", reason, IsTransient: false);

    /// <summary>A file name as it can be shown in a message.</summary>
    static string Printable(string name) => string.Concat(name.Where(c => !char.IsControl(c)).Take(200));
}

/// <summary>A file that a build made.</summary>
/// <param name="Path">Below the output folder, with slashes.</param>
/// <param name="LocalPath">Where the worker keeps it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Digest">SHA-256 in lower-case hex.</param>
sealed record OutputFile(string Path, string LocalPath, long Size, string Digest);
