namespace Chs.Domain.Builds;

/// <summary>One file of a successful build.</summary>
public sealed class BuildFile
{
    BuildFile() { }

    public long BuildId { get; private init; }

    /// <summary>Relative to the study's address, with slashes; at most 500 characters.</summary>
    public string Path { get; private init; } = "";

    /// <summary>Bytes.</summary>
    public long Size { get; private init; }

    /// <summary>SHA-256 in lower-case hex: the name of the file in the object store, and its ETag.</summary>
    public string Digest { get; private init; } = "";

    public string ContentType { get; private init; } = "";

    /// <summary>Bytes of the gzip variant; null when there is none because it would hardly be smaller.</summary>
    public long? PackedSize { get; private init; }

    /// <summary>Whether browsers may cache it for ever.</summary>
    public bool IsFingerprinted => FileNames.IsFingerprinted(Path);

    public static BuildFile Of(
        long build,
        string path,
        long size,
        string digest,
        string contentType,
        long? packedSize
    ) =>
        new()
        {
            BuildId = build,
            Path = path,
            Size = size,
            Digest = digest,
            ContentType = contentType,
            PackedSize = packedSize,
        };
}
