using System.IO.Compression;
using Chs.Application.Ports;
using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>Uploads a build's files to the object store, several at a time. Equal contents are stored once.</summary>
sealed class ArtefactUpload(IObjectStore store, BuildStore builds, BuildOptions options, IContentTypes contentTypes)
{
    /// <summary>A key contains the digest of its content, so the content never changes.</summary>
    const string CacheForever = "public, max-age=31536000, immutable";

    /// <summary>Bytes up to which compression isn't worth a second object.</summary>
    const int SmallFile = 512;

    static readonly string[] CompressibleTypes =
    [
        "text/",
        "application/javascript",
        "application/json",
        "image/svg",
        "application/xml",
        "application/wasm",
        "application/manifest",
    ];

    /// <returns>
    /// The files as they will be served; null when one of the objects is being removed at this moment.
    /// </returns>
    public async Task<IReadOnlyList<BuildFile>?> UploadAsync(
        BuildRun run,
        BuildOutput output,
        CancellationToken cancellationToken
    )
    {
        List<BuildFile> files = [];
        List<Upload> uploads = [];
        foreach (var file in output.Files)
        {
            var contentType = contentTypes.Of(file.Path);
            var compressed = IsCompressible(file, contentType) ? await CompressAsync(file, cancellationToken) : null;
            files.Add(BuildFile.Of(run.Lease.Key, file.Path, file.Size, file.Digest, contentType, compressed?.Size));
            uploads.Add(UploadOf(file, contentType));
            if (compressed is not null)
                uploads.Add(UploadOf(file, contentType, compressed));
        }

        List<Upload> distinct = [.. uploads.DistinctBy(u => u.Key)];
        if (await builds.ReserveAsync([.. distinct.Select(u => u.Key)], cancellationToken) is not { } missing)
            return null;
        List<Upload> wanted = [.. distinct.Where(u => missing.Contains(u.Key))];
        run.Log.Note($"{wanted.Count} of {distinct.Count} objects are new");
        await PutAsync(wanted, cancellationToken);
        await builds.RecordStoredAsync(wanted.Select(u => (u.Key, u.Digest, u.Size)), cancellationToken);
        return files;
    }

    /// <summary>
    /// Whether all files of an earlier build are still stored. If so, they are protected from removal.
    /// </summary>
    public async Task<bool> ReserveStoredAsync(IReadOnlyList<BuildFile> files, CancellationToken cancellationToken)
    {
        var keys = files.SelectMany(f => ArtefactKeys.KeysOf(f.Digest, f.Path, f.PackedSize is not null));
        return await builds.ReserveAsync([.. keys.Distinct()], cancellationToken) is { Count: 0 };
    }

    /// <summary>Stores a JSON document about a build. It is readable through the API only.</summary>
    public async Task StoreRecordAsync(string key, byte[] json, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(json);
        var traits = new ObjectTraits("application/json", "private, no-cache");
        await store.PutAsync(key, content, traits, cancellationToken);
    }

    async Task PutAsync(IReadOnlyList<Upload> uploads, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.MaximumConcurrentUploads,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(
            uploads,
            parallel,
            async (upload, token) =>
            {
                await using var content = File.OpenRead(upload.LocalPath);
                await store.PutAsync(upload.Key, content, upload.Traits, token);
            }
        );
    }

    /// <summary>The page itself isn't compressed: it is rewritten for each family before it is sent.</summary>
    static bool IsCompressible(OutputFile file, string contentType) =>
        file.Size > SmallFile
        && file.Path != BuiltPage.Name
        && CompressibleTypes.Any(prefix => contentType.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Compresses a file with gzip.</summary>
    /// <returns>Null when that saves less than a tenth.</returns>
    static async Task<CompressedFile?> CompressAsync(OutputFile file, CancellationToken cancellationToken)
    {
        var path = file.LocalPath + ".gz";
        await using (var original = File.OpenRead(file.LocalPath))
        await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Optimal))
            await original.CopyToAsync(gzip, cancellationToken);
        var size = new FileInfo(path).Length;
        return size < file.Size * 9 / 10 ? new CompressedFile(path, size) : null;
    }

    static Upload UploadOf(OutputFile file, string contentType) =>
        new(
            ArtefactKeys.KeyOf(file.Digest, file.Path),
            file.Digest,
            file.LocalPath,
            file.Size,
            new ObjectTraits(contentType, CacheForever)
        );

    static Upload UploadOf(OutputFile file, string contentType, CompressedFile compressed) =>
        new(
            ArtefactKeys.KeyOf(file.Digest, file.Path) + ArtefactKeys.GzipSuffix,
            file.Digest,
            compressed.LocalPath,
            compressed.Size,
            new ObjectTraits(contentType, CacheForever, "gzip")
        );

    /// <param name="LocalPath">Where the worker keeps it.</param>
    /// <param name="Size">Bytes.</param>
    sealed record CompressedFile(string LocalPath, long Size);

    /// <param name="Digest">Of the uncompressed file.</param>
    /// <param name="Size">Bytes of the object.</param>
    sealed record Upload(string Key, string Digest, string LocalPath, long Size, ObjectTraits Traits);
}
