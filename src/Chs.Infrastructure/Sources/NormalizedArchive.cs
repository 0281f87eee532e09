using System.Formats.Tar;
using Chs.Domain;
using Chs.Infrastructure.Settings;

namespace Chs.Infrastructure.Sources;

/// <summary>
/// A tar archive that is being written: plain files and folders only, owned by the user of foreign code.
/// </summary>
sealed class NormalizedArchive(string path, SourceLimits limits) : IAsyncDisposable
{
    const UnixFileMode ExecutablePermissions = (UnixFileMode)0b111_101_101,
        FilePermissions = (UnixFileMode)0b110_100_100;

    readonly TarWriter _tar = new(File.Create(path), TarEntryFormat.Pax);
    readonly HashSet<string> _folders = [],
        _files = [];
    long _bytes;

    public SourceLimits Limits => limits;

    /// <returns>Why the file is refused; null when it was added.</returns>
    public async Task<Error?> AddAsync(
        string name,
        Stream content,
        bool isExecutable,
        CancellationToken cancellationToken
    )
    {
        if (_files.Count + _folders.Count >= limits.Files)
            return ArchiveErrors.TooManyFiles(limits.Files);
        if (!_files.Add(name) || _folders.Contains(name))
            return ArchiveErrors.Duplicate(name);
        if (await AddFoldersAsync(name, cancellationToken) is { } refusal)
            return refusal;

        // A tar entry's length must be known before its content, and what the source says of it may be a lie.
        await using var unpacked = CreateTemporaryFile();
        if (!await LimitedCopy.CopyAsync(content, unpacked, limits.Unpacked - _bytes, cancellationToken))
            return ArchiveErrors.TooManyBytes(limits.Unpacked);
        _bytes += unpacked.Length;
        unpacked.Position = 0;
        await _tar.WriteEntryAsync(
            new PaxTarEntry(TarEntryType.RegularFile, name)
            {
                Uid = ArchiveExtractor.UserId,
                Gid = ArchiveExtractor.UserId,
                DataStream = unpacked,
                Mode = isExecutable ? ExecutablePermissions : FilePermissions,
            },
            cancellationToken
        );
        return null;
    }

    /// <summary>Adds the folders above a file that aren't in the archive yet.</summary>
    async Task<Error?> AddFoldersAsync(string name, CancellationToken cancellationToken)
    {
        for (var slash = name.IndexOf('/'); slash > 0; slash = name.IndexOf('/', slash + 1))
        {
            var folder = name[..slash];
            if (_files.Contains(folder))
                return ArchiveErrors.BelowFile(name);
            if (!_folders.Add(folder))
                continue;
            await _tar.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.Directory, folder + "/")
                {
                    Uid = ArchiveExtractor.UserId,
                    Gid = ArchiveExtractor.UserId,
                    Mode = ExecutablePermissions,
                },
                cancellationToken
            );
        }

        return null;
    }

    static FileStream CreateTemporaryFile() =>
        new(
            Path.Combine(Path.GetTempPath(), $"chs-{Guid.NewGuid():N}"),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            }
        );

    public ValueTask DisposeAsync() => _tar.DisposeAsync();
}
