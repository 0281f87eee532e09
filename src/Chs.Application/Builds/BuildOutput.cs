using System.Formats.Tar;
using System.Security.Cryptography;
using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>The files that a build made, taken out of its container into a folder of ours under names of ours, within limits.</summary>
sealed class BuildOutput(string folder, int mostFiles, long mostBytes)
{
    readonly Dictionary<string, OutputFile> _files = new(StringComparer.Ordinal);

    public IReadOnlyCollection<OutputFile> Files => _files.Values;

    /// <summary>Reads the archive that the container sends. What it says of itself isn't believed.</summary>
    public async Task<BuildFailure?> ReadAsync(Stream tar, CancellationToken cancellationToken)
    {
        long total = 0;
        await using var reader = new TarReader(tar);
        while (await NextAsync(reader, cancellationToken) is { } entry)
        {
            if (
                entry.EntryType
                is TarEntryType.Directory
                    or TarEntryType.GlobalExtendedAttributes
                    or TarEntryType.ExtendedAttributes
            )
                continue;
            if (
                entry.EntryType
                is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile)
            )
                return Refuse($"'{Shown(entry.Name)}' is a link or something else that isn't a file.");
            if (
                FileNames.Below(entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name)
                is not { Length: <= 500 } path
            )
                return Refuse($"'{Shown(entry.Name)}' isn't a path below the output.");
            if (_files.Count >= mostFiles)
                return Refuse($"The build made more than {mostFiles} files.");
            if ((total += entry.Length) > mostBytes)
                return Refuse($"The build made more than {mostBytes / 1024 / 1024} MB.");
            var stored = Path.Combine(folder, _files.Count.ToString());
            using var hash = SHA256.Create();
            await using (var file = File.Create(stored))
            await using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write))
            {
                if (entry.DataStream is { } data)
                    await data.CopyToAsync(hashed, cancellationToken);
            }

            _files[path] = new OutputFile(path, stored, entry.Length, Convert.ToHexStringLower(hash.Hash!));
        }

        return null;
    }

    static async Task<TarEntry?> NextAsync(TarReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.GetNextEntryAsync(copyData: false, cancellationToken);
        }
        catch (Exception fault) when (fault is EndOfStreamException or InvalidDataException or FormatException)
        {
            return null; // cut off: the command that wrote it says why
        }
    }

    /// <summary>Whether families could load it.</summary>
    public async Task<BuildFailure?> FaultAsync(string home, CancellationToken cancellationToken)
    {
        if (!_files.TryGetValue(BuiltPage.Name, out var page))
            return Refuse("The build ended well, but made no index.html.");
        return
            BuiltPage.Fault(await File.ReadAllTextAsync(page.Stored, cancellationToken), home, _files.Keys.ToHashSet())
                is { } fault
            ? Refuse(fault)
            : null;
    }

    static BuildFailure Refuse(string why) => new("build.bad_output", why, MayPass: false);

    static string Shown(string name) => string.Concat(name.Where(c => !char.IsControl(c)).Take(200));
}

/// <summary>A file that a build made.</summary>
/// <param name="Stored">Where it lies on our disk.</param>
sealed record OutputFile(string Path, string Stored, long Size, string Digest);
