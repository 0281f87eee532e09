namespace Chs.Infrastructure.Settings;

/// <summary>Where the sources of experiment runners may come from, and how large they may be.</summary>
/// <param name="Folder">Folder with sources, for sites without network; null: none.</param>
/// <param name="Cache">Folder that keeps fetched sources.</param>
public sealed record SourceSettings(IReadOnlyList<CodeHost> Hosts, string? Folder, string Cache, SourceLimits Limits);
