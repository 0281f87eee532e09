namespace Chs.Domain.Builds;

/// <summary>An object in the object store that is stored once and shared by all builds that contain it.</summary>
public sealed class StoredArtefact
{
    StoredArtefact() { }

    /// <summary>Key in the object store.</summary>
    public string Key { get; private init; } = "";

    /// <summary>SHA-256 of the file that the object is, or is a gzip variant of.</summary>
    public string Digest { get; private init; } = "";

    /// <summary>Bytes.</summary>
    public long Size { get; private init; }

    /// <summary>When a build last used it.</summary>
    public DateTimeOffset LastUsedAt { get; private set; }

    /// <summary>The object is being deleted: a build that needs it waits until it is gone, then stores it again.</summary>
    public bool IsDoomed { get; private set; }

    public static StoredArtefact Of(string key, string digest, long size, DateTimeOffset now) =>
        new()
        {
            Key = key,
            Digest = digest,
            Size = size,
            LastUsedAt = now,
        };
}
