using Chs.Application.Builds;
using Chs.Application.Ports;
using Chs.Infrastructure.Containers;
using Chs.Infrastructure.ObjectStores;
using Chs.Infrastructure.Sources;

namespace Chs.Infrastructure.Settings;

/// <summary>Everything about building runners: where sources come from, what runs them, and how much they may use.</summary>
/// <param name="InApi">Whether the API host builds too: the embedded default.</param>
public sealed record BuildSettings(BuildOptions Rules, EngineSettings Engine, SourceSettings Sources, bool InApi)
{
    const long Megabyte = 1024 * 1024;

    internal static int AtOnce(SettingsReader reader) => (int)reader.Number("Builds:AtOnce", 2, 1, 64);

    internal static BuildSettings Read(SettingsReader reader, string data)
    {
        long Megabytes(string key, int otherwise) =>
            reader.Number($"Builds:{key}", otherwise, 1, 1024 * 1024) * Megabyte;
        ContainerLimits Limits(string name) =>
            new(
                Megabytes($"{name}:Memory", 3072),
                reader.Number($"Builds:{name}:Cpus", 2, 1, 256),
                (int)reader.Number($"Builds:{name}:Processes", 512, 16, 100_000),
                Megabytes($"{name}:Scratch", 1024),
                Megabytes($"{name}:Disk", 4096),
                Megabytes($"{name}:Log", 16),
                TimeSpan.FromSeconds(reader.Number($"Builds:{name}:Seconds", 1200, 1, 24 * 3600))
            );

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
        var engine = reader.Text("Builds:Engine") ?? "unix:///var/run/docker.sock";
        if (
            !Uri.TryCreate(engine, UriKind.Absolute, out var address)
            || address.Scheme is not ("unix" or "npipe" or "tcp" or "http" or "https")
        )
            reader.Fault(
                "Builds:Engine",
                $"'{engine}' isn't the address of a container engine such as unix:///var/run/docker.sock"
            );
        var bundle = reader.Text("Builds:CaBundle");
        if (bundle is not null && !File.Exists(bundle))
            reader.Fault("Builds:CaBundle", $"there is no file '{bundle}'");
        var folder = reader.Text("Builds:SourceFolder");
        if (folder is not null && !Directory.Exists(folder))
            reader.Fault("Builds:SourceFolder", $"there is no folder '{folder}'");
        var registries = reader.List("Builds:Registries");

        var rules = new BuildOptions
        {
            DefaultRepository =
                reader.WebAddress("Builds:DefaultRunner")?.AbsoluteUri.TrimEnd('/')
                ?? "https://github.com/lookit/ember-lookit-frameplayer",
            Branch = reader.Text("Builds:Branch") ?? "master",
            Images = images,
            Registries = registries is [] ? ["registry.npmjs.org", "registry.yarnpkg.com"] : registries,
            Dependencies = Limits("Dependencies"),
            Build = Limits("Build"),
            Lease = TimeSpan.FromSeconds(reader.Number("Builds:LeaseSeconds", 60, 2, 3600)),
            AtOnce = AtOnce(reader),
            MostFiles = (int)reader.Number("Builds:MostFiles", 5000, 1, 1_000_000),
            MostBytes = Megabytes("MostMegabytes", 512),
            Uploads = (int)reader.Number("Builds:Uploads", 16, 1, 256),
            Keep = TimeSpan.FromDays(reader.Number("Builds:KeepDays", 30, 1, 3650)),
            FirstPause = TimeSpan.FromSeconds(reader.Number("Builds:RetrySeconds", 10, 1, 3600)),
        };
        var sources = new SourceSettings(
            Hosts(reader),
            folder,
            Path.Combine(data, "builds", "sources"),
            new SourceLimits(
                Megabytes("Source:Packed", 200),
                Megabytes("Source:Unpacked", 1024),
                (int)reader.Number("Builds:Source:Files", 50_000, 1, 10_000_000),
                TimeSpan.FromSeconds(reader.Number("Builds:Source:Seconds", 120, 1, 3600))
            )
        );
        return new BuildSettings(
            rules,
            new EngineSettings(
                address ?? new Uri("unix:///var/run/docker.sock"),
                reader.Text("Builds:Site") ?? "chs",
                ArchiveExtractor.User,
                bundle,
                reader.Flag("Builds:PrivateRegistries", false)
            ),
            sources,
            reader.Flag("Builds:InApi", true)
        );
    }

    static List<CodeHost> Hosts(SettingsReader reader)
    {
        List<CodeHost> hosts = [];
        foreach (var section in reader.Sections("Builds:CodeHosts"))
        {
            var key = $"Builds:CodeHosts:{section.Key}";
            var (host, archive, branch, isPrivate) = (
                section["Host"] ?? "",
                section["Archive"] ?? "",
                section["Branch"] ?? "",
                bool.TryParse(section["AllowPrivate"], out var flag) && flag
            );
            if (host.Length == 0)
                reader.Fault($"{key}:Host", "name the host as it stands in a repository's address");
            foreach (var (name, pattern) in (ReadOnlySpan<(string, string)>)[("Archive", archive), ("Branch", branch)])
            {
                // http only inside the institution, where the operator says so.
                if (
                    !pattern.StartsWith("https://", StringComparison.Ordinal)
                    && !(isPrivate && pattern.StartsWith("http://", StringComparison.Ordinal))
                )
                    reader.Fault(
                        $"{key}:{name}",
                        "give an https address with {owner}, {name} and {commit} or {branch}"
                    );
            }

            hosts.Add(
                new CodeHost(
                    host,
                    archive,
                    branch,
                    [.. section.GetSection("Redirects").GetChildren().Select(child => child.Value).OfType<string>()],
                    isPrivate
                )
            );
        }

        return hosts is []
            ?
            [
                new CodeHost(
                    "github.com",
                    "https://github.com/{owner}/{name}/archive/{commit}.zip",
                    "https://api.github.com/repos/{owner}/{name}/git/ref/heads/{branch}",
                    ["codeload.github.com"],
                    AllowPrivate: false
                ),
            ]
            : hosts;
    }
}

/// <summary>Where built files are kept. Exactly one of the three is there.</summary>
/// <param name="Redirect">Whether browsers are sent to the store; else the bytes go through us.</param>
public sealed record ArtefactSettings(string? Folder, S3StoreSettings? S3, GcsStoreSettings? Gcs, bool Redirect)
{
    enum Provider
    {
        Disk = 1,
        S3 = 2,
        Gcs = 3,
    }

    internal static ArtefactSettings Read(SettingsReader reader, string folder)
    {
        var provider = reader.Choice("Artefacts:Provider", Provider.Disk);
        var (bucket, endpoint) = (reader.Text("Artefacts:Bucket"), reader.WebAddress("Artefacts:Endpoint"));
        var (region, access, secret, credentials) = (
            reader.Text("Artefacts:Region") ?? "us-east-1",
            reader.Text("Artefacts:AccessKey"),
            reader.Text("Artefacts:SecretKey"),
            reader.Text("Artefacts:CredentialsFile")
        );
        var place = reader.Text("Artefacts:Folder") ?? folder;
        if (provider is not Provider.Disk && bucket is null)
            reader.Fault("Artefacts:Bucket", $"{provider} needs the name of a bucket");
        if ((access is null) != (secret is null))
            reader.Fault("Artefacts:SecretKey", "give both AccessKey and SecretKey, or neither");
        if (credentials is not null && !File.Exists(credentials))
            reader.Fault("Artefacts:CredentialsFile", $"there is no file '{credentials}'");
        return new ArtefactSettings(
            provider is Provider.Disk ? place : null,
            provider is Provider.S3 ? new S3StoreSettings(endpoint, region, bucket ?? "", access, secret) : null,
            provider is Provider.Gcs
                ? new GcsStoreSettings(
                    endpoint ?? new Uri("https://storage.googleapis.com/"),
                    bucket ?? "",
                    credentials
                )
                : null,
            reader.Flag("Artefacts:Redirect", false)
        );
    }
}
