namespace Chs.Application.Builds;

/// <summary>
/// Outbox message: objects to which no row refers since the transaction that wrote it. They are removed after it, because
/// the store isn't part of it.
/// </summary>
public sealed record ObjectsOrphaned(IReadOnlyList<string> Keys);
