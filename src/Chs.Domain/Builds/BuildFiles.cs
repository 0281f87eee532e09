namespace Chs.Domain.Builds;

/// <summary>A line of a build's log, or a step of its life. Numbered without gaps within a build, so that readers can go on where they stopped.</summary>
public sealed class BuildEvent
{
    /// <summary>Longer lines are cut.</summary>
    public const int MostCharacters = 2000;

    BuildEvent() { }

    public long BuildId { get; private init; }

    /// <summary>0, 1, 2 …</summary>
    public int Ordinal { get; private init; }

    public BuildEventKind Kind { get; private init; }

    /// <summary>The line; or the state or stage by its name.</summary>
    public string Text { get; private init; } = "";

    public DateTimeOffset At { get; private init; }

    public static BuildEvent Of(long build, int ordinal, BuildLine line, DateTimeOffset now) =>
        new()
        {
            BuildId = build,
            Ordinal = ordinal,
            Kind = line.Kind,
            Text = line.Text.Length <= MostCharacters ? line.Text : line.Text[..MostCharacters] + " …",
            At = now,
        };
}

/// <summary>What is told of a build.</summary>
public enum BuildEventKind
{
    /// <summary>The build's state changed; the text is the new one.</summary>
    State = 1,

    /// <summary>A stage began; the text is its name.</summary>
    Stage,

    /// <summary>The worker says something.</summary>
    Note,

    /// <summary>The runner's own scripts wrote a line.</summary>
    Output,

    /// <summary>The same, as an error.</summary>
    Error,
}

/// <summary>Something to be told.</summary>
public sealed record BuildLine(BuildEventKind Kind, string Text);

/// <summary>One file of a successful build.</summary>
public sealed class BuildFile
{
    BuildFile() { }

    public long BuildId { get; private init; }

    /// <summary>Below the study's address, with slashes; at most 500 characters.</summary>
    public string Path { get; private init; } = "";

    /// <summary>Bytes.</summary>
    public long Size { get; private init; }

    /// <summary>SHA-256 in lower-case hex: the file's name in the store, and its ETag.</summary>
    public string Digest { get; private init; } = "";

    public string ContentType { get; private init; } = "";

    /// <summary>Bytes of the variant that is packed with gzip; null: it isn't worth it.</summary>
    public long? PackedSize { get; private init; }

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

    /// <summary>Whether it may be kept by browsers for ever.</summary>
    public bool IsFingerprinted => FileNames.IsFingerprinted(Path);
}

/// <summary>An object that builds put into the store once and share.</summary>
public sealed class StoredArtefact
{
    StoredArtefact() { }

    /// <summary>Its key in the store.</summary>
    public string Key { get; private init; } = "";

    /// <summary>SHA-256 of the file that it is, or is a packed variant of.</summary>
    public string Digest { get; private init; } = "";

    public long Size { get; private init; }

    /// <summary>When a build needed it last.</summary>
    public DateTimeOffset LastUsedAt { get; private set; }

    /// <summary>It is being removed: whoever needs it must wait until it is gone and store it anew.</summary>
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
