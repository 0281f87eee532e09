namespace Chs.Infrastructure.Settings;

/// <summary>Where the sources of experiment runners may come from, and how large they may be.</summary>
/// <param name="Folder">Folder with sources, for sites without network; null: none.</param>
/// <param name="Cache">Folder that keeps fetched sources.</param>
public sealed record SourceSettings(IReadOnlyList<CodeHost> Hosts, string? Folder, string Cache, SourceLimits Limits)
{
    internal static SourceSettings Read(SettingsReader reader, string data)
    {
        var folder = reader.Text("Builds:SourceFolder");
        if (folder is not null && !Directory.Exists(folder))
            reader.Fault("Builds:SourceFolder", $"there is no folder '{folder}'");
        return new SourceSettings(
            CodeHost.ReadList(reader),
            folder,
            Path.Combine(data, "builds", "sources"),
            SourceLimits.Read(reader)
        );
    }
}
