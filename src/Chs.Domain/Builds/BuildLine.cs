namespace Chs.Domain.Builds;

/// <summary>A line for the log of a build, before it gets its number.</summary>
public sealed record BuildLine(BuildEventKind Kind, string Text);
