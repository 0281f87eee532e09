namespace Chs.Domain.Builds;

/// <summary>A line of a build's log, or a change of its state or stage.</summary>
/// <remarks>Numbered without gaps within a build, so that readers can continue where they stopped.</remarks>
public sealed class BuildEvent
{
    /// <summary>Longer texts are cut.</summary>
    public const int MaximumLength = 2000;

    BuildEvent() { }

    public long BuildId { get; private init; }

    /// <summary>0, 1, 2 …</summary>
    public int Ordinal { get; private init; }

    public BuildEventKind Kind { get; private init; }

    /// <summary>The line, or the name of the state or stage.</summary>
    public string Text { get; private init; } = "";

    public DateTimeOffset At { get; private init; }

    public static BuildEvent Of(long build, int ordinal, BuildLine line, DateTimeOffset now) =>
        new()
        {
            BuildId = build,
            Ordinal = ordinal,
            Kind = line.Kind,
            Text = line.Text.Length <= MaximumLength ? line.Text : line.Text[..MaximumLength] + " …",
            At = now,
        };
}
