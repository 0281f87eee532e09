using System.IO.Compression;
using Chs.Application.Ports;
using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>Brings a build's files into the store: each content once, several at a time, with what browsers should know.</summary>
sealed class ArtefactUpload(IObjectStore store, BuildStore ledger, BuildOptions rules, IContentTypes types)
{
    /// <summary>Objects are named by their content: they never change.</summary>
    const string ForEver = "public, max-age=31536000, immutable";

    static readonly string[] Packed =
    [
        "text/",
        "application/javascript",
        "application/json",
        "image/svg",
        "application/xml",
        "application/wasm",
        "application/manifest",
    ];

    /// <returns>The files as they are served; null when the store's cleaning is in the way at this moment.</returns>
    public async Task<IReadOnlyList<BuildFile>?> RunAsync(
        BuildOutput output,
        BuildLease order,
        Action<string> note,
        CancellationToken cancellationToken
    )
    {
        var objects = new List<Planned>();
        var files = new List<BuildFile>();
        foreach (var file in output.Files)
        {
            var type = types.Of(file.Path);
            var packed =
                Packed.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal))
                && file.Size > 512
                && file.Path != BuiltPage.Name
                    ? await PackAsync(file, cancellationToken)
                    : null;
            files.Add(BuildFile.Of(order.Key, file.Path, file.Size, file.Digest, type, packed?.Size));
            objects.Add(
                new Planned(
                    BuiltFiles.KeyOf(file.Digest, file.Path),
                    file.Digest,
                    file.Stored,
                    file.Size,
                    new ObjectTraits(type, ForEver)
                )
            );
            if (packed is { } variant)
                objects.Add(
                    new Planned(
                        BuiltFiles.KeyOf(file.Digest, file.Path) + BuiltFiles.PackedSuffix,
                        file.Digest,
                        variant.Path,
                        variant.Size,
                        new ObjectTraits(type, ForEver, "gzip")
                    )
                );
        }

        objects = [.. objects.DistinctBy(o => o.Key)];
        if (await ledger.ReserveAsync([.. objects.Select(o => o.Key)], cancellationToken) is not { } missing)
            return null;
        var wanted = objects.Where(o => missing.Contains(o.Key)).ToList();
        note($"{wanted.Count} of {objects.Count} objects are new");
        await Parallel.ForEachAsync(
            wanted,
            new ParallelOptions { MaxDegreeOfParallelism = rules.Uploads, CancellationToken = cancellationToken },
            async (one, token) =>
            {
                await using var content = File.OpenRead(one.Path);
                await store.PutAsync(one.Key, content, one.Traits, token);
            }
        );
        await ledger.StoredAsync(wanted.Select(o => (o.Key, o.Digest, o.Size)), cancellationToken);
        return files;
    }

    /// <summary>Whether all files of an earlier build are in the store; and then they stay there.</summary>
    public async Task<bool> AreStoredAsync(IReadOnlyList<BuildFile> files, CancellationToken cancellationToken)
    {
        string[] keys =
        [
            .. files.SelectMany(f => BuiltFiles.KeysOf(f.Digest, f.Path, f.PackedSize is not null)).Distinct(),
        ];
        return await ledger.ReserveAsync(keys, cancellationToken) is { Count: 0 };
    }

    /// <summary>Stores a record of a build.</summary>
    /// <returns>Its key.</returns>
    public async Task<string> RecordAsync(string key, byte[] json, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(json);
        await store.PutAsync(
            key,
            content,
            new ObjectTraits("application/json", "private, no-cache"),
            cancellationToken
        );
        return key;
    }

    /// <summary>Packs a file beside it; null when that saves less than a tenth.</summary>
    static async Task<(string Path, long Size)?> PackAsync(OutputFile file, CancellationToken cancellationToken)
    {
        var path = file.Stored + ".gz";
        await using (var from = File.OpenRead(file.Stored))
        await using (var to = new GZipStream(File.Create(path), CompressionLevel.Optimal))
            await from.CopyToAsync(to, cancellationToken);
        var size = new FileInfo(path).Length;
        return size < file.Size * 9 / 10 ? (path, size) : null;
    }

    sealed record Planned(string Key, string Digest, string Path, long Size, ObjectTraits Traits);
}
