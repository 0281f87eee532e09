using Chs.Application.Builds;
using Chs.Application.Ports;

namespace Chs.Infrastructure.Settings;

/// <summary>
/// Everything about building experiment runners: where sources come from, what runs builds, and their limits.
/// </summary>
/// <param name="InApi">Whether the API host runs builds too, as the embedded default does.</param>
public sealed record BuildSettings(BuildOptions Options, EngineSettings Engine, SourceSettings Sources, bool InApi)
{
    internal static BuildSettings Read(SettingsReader reader, string data) =>
        new(
            ReadOptions(reader),
            EngineSettings.Read(reader),
            SourceSettings.Read(reader, data),
            reader.Flag("Builds:InApi", true)
        );

    /// <summary>
    /// Builds that one process works on at once, hence also the jobs that it takes from the queue at once.
    /// </summary>
    internal static int ReadAtOnce(SettingsReader reader) => (int)reader.Number("Builds:AtOnce", 2, 1, 64);

    static BuildOptions ReadOptions(SettingsReader reader)
    {
        var registries = reader.List("Builds:Registries");
        return new BuildOptions
        {
            DefaultRepository =
                reader.WebAddress("Builds:DefaultRunner")?.AbsoluteUri.TrimEnd('/')
                ?? "https://github.com/lookit/ember-lookit-frameplayer",
            DefaultBranch = reader.Text("Builds:Branch") ?? "master",
            BaseImages = ReadImages(reader),
            RegistryHosts = registries is [] ? ["registry.npmjs.org", "registry.yarnpkg.com"] : registries,
            DependencyLimits = ReadLimits(reader, "Builds:Dependencies"),
            BuildLimits = ReadLimits(reader, "Builds:Build"),
            LeaseDuration = TimeSpan.FromSeconds(reader.Number("Builds:LeaseSeconds", 60, 2, 3600)),
            MaximumConcurrentBuilds = ReadAtOnce(reader),
            MaximumFiles = (int)reader.Number("Builds:MostFiles", 5000, 1, 1_000_000),
            MaximumBytes = reader.Megabytes("Builds:MostMegabytes", 512),
            MaximumConcurrentUploads = (int)reader.Number("Builds:Uploads", 16, 1, 256),
            Retention = TimeSpan.FromDays(reader.Number("Builds:KeepDays", 30, 1, 3650)),
            FirstRetryDelay = TimeSpan.FromSeconds(reader.Number("Builds:RetrySeconds", 10, 1, 3600)),
        };
    }

    /// <summary>Base images by Node.js' major version. Configured ones replace or extend these.</summary>
    static Dictionary<string, string> ReadImages(SettingsReader reader)
    {
        var images = new Dictionary<string, string>
        {
            ["12"] = "node:12-buster-slim",
            ["14"] = "node:14-bullseye-slim",
            ["16"] = "node:16-bookworm-slim",
            ["18"] = "node:18-bookworm-slim",
            ["20"] = "node:20-bookworm-slim",
            ["22"] = "node:22-bookworm-slim",
        };
        foreach (var (version, image) in reader.Named("Builds:Images"))
            images[version] = image;
        return images;
    }

    static ContainerLimits ReadLimits(SettingsReader reader, string key) =>
        new(
            reader.Megabytes($"{key}:Memory", 3072),
            reader.Number($"{key}:Cpus", 2, 1, 256),
            (int)reader.Number($"{key}:Processes", 512, 16, 100_000),
            reader.Megabytes($"{key}:Scratch", 1024),
            reader.Megabytes($"{key}:Disk", 4096),
            reader.Megabytes($"{key}:Log", 16),
            TimeSpan.FromSeconds(reader.Number($"{key}:Seconds", 1200, 1, 24 * 3600))
        );
}
