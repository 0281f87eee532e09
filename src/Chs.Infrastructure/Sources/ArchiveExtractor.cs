using System.Formats.Tar;
using System.IO.Compression;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;

namespace Chs.Infrastructure.Sources;

/// <summary>How a source is packed.</summary>
enum ArchiveKind
{
    Zip = 1,
    TarGz,
}

/// <summary>Reads archives of strangers: nothing is unpacked onto our disk, what they say of their size isn't believed, and links, ways out and bombs are refused.</summary>
static class ArchiveExtractor
{
    /// <summary>Foreign code runs as this user, and owns its files.</summary>
    public const int User = 1000;

    const int LinkType = 0xA000,
        TypeMask = 0xF000,
        Executable = 0b001_001_001;
    static readonly string[] Locks = ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock"];

    public static Error Refuse(string why) => Error.Conflict("runner.archive_refused", why);

    /// <summary>Copies at most so many bytes.</summary>
    /// <returns>Whether that was all.</returns>
    public static async Task<bool> CopyAsync(Stream from, Stream to, long most, CancellationToken cancellationToken)
    {
        var buffer = new byte[81920];
        for (int read; (read = await from.ReadAsync(buffer, cancellationToken)) > 0; most -= read)
        {
            if (read > most)
                return false;
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return true;
    }

    /// <summary>Writes an archive anew: plain files and folders, without the one folder that code hosts put around everything.</summary>
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
            await using var output = new Output(to, limits);
            return kind is ArchiveKind.Zip
                ? await FromZipAsync(file, output, cancellationToken)
                : await FromTarAsync(file, output, cancellationToken);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FormatException)
        {
            return Refuse("The archive is broken.");
        }
    }

    static async Task<Error?> FromZipAsync(Stream file, Output output, CancellationToken cancellationToken)
    {
        await using var zip = await ZipArchive.CreateAsync(
            file,
            ZipArchiveMode.Read,
            leaveOpen: true,
            entryNameEncoding: null,
            cancellationToken
        );
        if (zip.Entries.Count > output.Limits.Files)
            return Refuse($"The archive holds more than {output.Limits.Files} files.");
        var top = Top(zip.Entries.Select(entry => entry.FullName));
        foreach (var entry in zip.Entries)
        {
            var mode = entry.ExternalAttributes >> 16;
            if ((mode & TypeMask) == LinkType)
                return Refuse($"'{Shown(entry.FullName)}' is a link.");
            if (entry.IsEncrypted)
                return Refuse("The archive is encrypted.");
            if (entry.FullName.EndsWith('/'))
                continue;
            if (PathOf(entry.FullName, top) is not { } name)
                return Refuse($"'{Shown(entry.FullName)}' leads out of the archive.");
            await using var content = await entry.OpenAsync(cancellationToken);
            if (await output.AddAsync(name, content, (mode & Executable) is not 0, cancellationToken) is { } refusal)
                return refusal;
        }

        return null;
    }

    static async Task<Error?> FromTarAsync(Stream file, Output output, CancellationToken cancellationToken)
    {
        // Read twice: first the names, for the folder around everything.
        var names = new List<string>();
        await foreach (var entry in EntriesAsync(file, output.Limits, cancellationToken))
        {
            if (names.Count >= output.Limits.Files)
                return Refuse($"The archive holds more than {output.Limits.Files} files.");
            names.Add(entry.Name);
        }

        var top = Top(names);
        file.Position = 0;
        await foreach (var entry in EntriesAsync(file, output.Limits, cancellationToken))
        {
            if (entry.EntryType is TarEntryType.Directory)
                continue;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                return Refuse($"'{Shown(entry.Name)}' is a link or something else that isn't a file.");
            if (PathOf(entry.Name, top) is not { } name)
                return Refuse($"'{Shown(entry.Name)}' leads out of the archive.");
            if (
                await output.AddAsync(
                    name,
                    entry.DataStream ?? Stream.Null,
                    entry.Mode.HasFlag(UnixFileMode.UserExecute),
                    cancellationToken
                ) is
                { } refusal
            )
                return refusal;
        }

        return null;
    }

    static async IAsyncEnumerable<TarEntry> EntriesAsync(
        Stream file,
        SourceLimits limits,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        await using var limited = new LimitedStream(unpacked, limits.Unpacked + (limits.Files * 2048L));
        await using var tar = new TarReader(limited);
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
            if (entry.EntryType is not (TarEntryType.GlobalExtendedAttributes or TarEntryType.ExtendedAttributes))
                yield return entry;
    }

    /// <summary>Packs a folder of the operator's own; links in it are left out, like everything that git doesn't keep.</summary>
    public static async Task<Error?> PackAsync(
        string folder,
        string to,
        SourceLimits limits,
        CancellationToken cancellationToken
    )
    {
        await using var output = new Output(to, limits);
        foreach (
            var file in Directory
                .EnumerateFiles(
                    folder,
                    "*",
                    new EnumerationOptions
                    {
                        RecurseSubdirectories = true,
                        AttributesToSkip = FileAttributes.ReparsePoint,
                    }
                )
                .Order(StringComparer.Ordinal)
        )
        {
            if (
                FileNames.Below(Path.GetRelativePath(folder, file).Replace('\\', '/')) is not { } name
                || name.StartsWith(".git/", StringComparison.Ordinal)
                || name.StartsWith("node_modules/", StringComparison.Ordinal)
            )
                continue;
            await using var content = File.OpenRead(file);
            var executable =
                !OperatingSystem.IsWindows() && File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute);
            if (await output.AddAsync(name, content, executable, cancellationToken) is { } refusal)
                return refusal;
        }

        return null;
    }

    /// <summary>What a worker needs to know of a normalized archive.</summary>
    public static async Task<SourceTree> DescribeAsync(string path, CancellationToken cancellationToken)
    {
        var (top, recipe, lockName, locked) = (
            new HashSet<string>(StringComparer.Ordinal),
            (byte[]?)null,
            (string?)null,
            (byte[]?)null
        );
        await using var file = File.OpenRead(path);
        await using var tar = new TarReader(file);
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            var name = entry.Name.TrimEnd('/');
            top.Add(name.Split('/')[0]);
            if (name == ExperimentRunnerRecipe.FileName)
                recipe = await ReadAsync(entry, 64 * 1024, cancellationToken);
            else if (Locks.Contains(name))
                (lockName, locked) = (name, await ReadAsync(entry, 32 * 1024 * 1024, cancellationToken));
        }

        return new SourceTree(path, top, recipe, lockName, locked);
    }

    static async Task<byte[]?> ReadAsync(TarEntry entry, long most, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        return entry.DataStream is { } data && await CopyAsync(data, content, most, cancellationToken)
            ? content.ToArray()
            : [];
    }

    /// <summary>The one folder around everything, when there is one.</summary>
    static string? Top(IEnumerable<string> names)
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

    static string? PathOf(string name, string? top) =>
        FileNames.Below(name) is { Length: <= 400 } path && (top is null || path.Length > top.Length)
            ? top is null
                ? path
                : path[(top.Length + 1)..]
            : null;

    static string Shown(string name) => string.Concat(name.Where(c => !char.IsControl(c)).Take(200));

    /// <summary>The archive that is made, and what it holds so far.</summary>
    sealed class Output(string path, SourceLimits limits) : IAsyncDisposable
    {
        readonly TarWriter _tar = new(File.Create(path), TarEntryFormat.Pax);
        readonly HashSet<string> _folders = [],
            _files = [];
        long _bytes;

        public SourceLimits Limits => limits;

        public async Task<Error?> AddAsync(
            string name,
            Stream content,
            bool executable,
            CancellationToken cancellationToken
        )
        {
            if (_files.Count + _folders.Count >= limits.Files)
                return Refuse($"The archive holds more than {limits.Files} files.");
            if (!_files.Add(name) || _folders.Contains(name))
                return Refuse($"'{Shown(name)}' is there twice.");
            for (var slash = name.IndexOf('/'); slash > 0; slash = name.IndexOf('/', slash + 1))
            {
                if (_files.Contains(name[..slash]))
                    return Refuse($"'{Shown(name)}' lies below a file.");
                if (_folders.Add(name[..slash]))
                    await _tar.WriteEntryAsync(
                        new PaxTarEntry(TarEntryType.Directory, name[..slash] + "/")
                        {
                            Uid = User,
                            Gid = User,
                            Mode = (UnixFileMode)0b111_101_101,
                        },
                        cancellationToken
                    );
            }

            // Counted while it is unpacked: what the archive says of itself may be a lie.
            using var held = new FileStream(
                Path.Combine(Path.GetTempPath(), $"chs-{Guid.NewGuid():N}"),
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.ReadWrite,
                    Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
                }
            );
            if (!await CopyAsync(content, held, limits.Unpacked - _bytes, cancellationToken))
                return Refuse($"The archive holds more than {limits.Unpacked / 1024 / 1024} MB.");
            _bytes += held.Length;
            held.Position = 0;
            await _tar.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, name)
                {
                    Uid = User,
                    Gid = User,
                    DataStream = held,
                    Mode = (UnixFileMode)(executable ? 0b111_101_101 : 0b110_100_100),
                },
                cancellationToken
            );
            return null;
        }

        public ValueTask DisposeAsync() => _tar.DisposeAsync();
    }

    /// <summary>Ends with a fault behind so many bytes.</summary>
    sealed class LimitedStream(Stream inner, long most) : Stream
    {
        long _read;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => _read;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => Count(await inner.ReadAsync(buffer, cancellationToken));

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        int Count(int read) =>
            (_read += read) <= most ? read : throw new InvalidDataException("More than may be unpacked.");

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
