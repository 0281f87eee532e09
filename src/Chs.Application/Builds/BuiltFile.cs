using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>A built file as a browser gets it.</summary>
/// <param name="Key">Its key in the object store.</param>
/// <param name="GzipKey">Key of the object that holds it compressed with gzip; null when there is none.</param>
/// <param name="Size">Bytes, uncompressed.</param>
/// <param name="GzipSize">Bytes, compressed; null when there is no such object.</param>
/// <param name="Digest">SHA-256 in lower-case hex; also the ETag.</param>
/// <param name="IsFingerprinted">Whether its name contains a digest, so that browsers may cache it forever.</param>
public sealed record BuiltFile(
    string Key,
    string? GzipKey,
    long Size,
    long? GzipSize,
    string Digest,
    string ContentType,
    bool IsFingerprinted
)
{
    internal static BuiltFile Of(BuildFile file)
    {
        var key = ArtefactKeys.KeyOf(file.Digest, file.Path);
        var gzipKey = file.PackedSize is null ? null : key + ArtefactKeys.GzipSuffix;
        return new(key, gzipKey, file.Size, file.PackedSize, file.Digest, file.ContentType, file.IsFingerprinted);
    }
}
