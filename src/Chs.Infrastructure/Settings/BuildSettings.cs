using Chs.Application.Builds;
using Chs.Infrastructure.Sources;

namespace Chs.Infrastructure.Settings;

/// <summary>
/// Everything about building experiment runners: where sources come from, what runs builds, and their limits.
/// </summary>
public sealed class BuildSettings
{
    internal const long Megabyte = 1024 * 1024;

    /// <summary>
    /// The registries of npm and Yarn, and what the frameplayer asks besides: Bower's registry and GitHub for three of its
    /// parts; GitHub's archives for one; for node-sass and PhantomJS, GitHub's releases and where these are stored; Node's
    /// site for its headers.
    /// </summary>
    static readonly string[] DefaultRegistries =
    [
        "registry.npmjs.org",
        "registry.yarnpkg.com",
        "registry.bower.io",
        "github.com",
        "codeload.github.com",
        "objects.githubusercontent.com",
        "release-assets.githubusercontent.com",
        "nodejs.org",
    ];

    /// <summary>Address of the container engine.</summary>
    public Uri Engine { get; set; } = new("unix:///var/run/docker.sock");

    /// <summary>Whether the API host runs builds too, as the embedded default does.</summary>
    public bool InApi { get; set; } = true;

    /// <summary>Label of this site's containers and images.</summary>
    public string Site { get; set; } = "chs";

    /// <summary>
    /// Builds that one process works on at once, hence also the jobs that it takes from the queue at once.
    /// </summary>
    public int AtOnce { get; set; } = 2;

    /// <summary>
    /// Base images that are fetched, by Node.js' major version. For 12, 20 and 22 one is made here where none is named.
    /// </summary>
    public IDictionary<string, string> Images { get; } =
        new Dictionary<string, string>
        {
            ["14"] = "node:14-bullseye-slim",
            ["16"] = "node:16-bookworm-slim",
            ["18"] = "node:18-bookworm-slim",
        };

    /// <summary>
    /// Images of Debian on which base images are made, by Node.js' major version, for sites that can't reach the hub or
    /// keep a copy of their own.
    /// </summary>
    public IDictionary<string, string> ImageBases { get; } = new Dictionary<string, string>();

    /// <summary>Repository of studies that name none.</summary>
    public Uri DefaultRunner { get; set; } = new("https://github.com/lookit/ember-lookit-frameplayer");

    /// <summary>Branch whose newest commit is built for studies that name no commit.</summary>
    public string Branch { get; set; } = "master";

    /// <summary>Empty: GitHub.</summary>
    public IReadOnlyList<CodeHost> CodeHosts { get; set; } = [];

    /// <summary>Folder with sources, for sites without network.</summary>
    public string? SourceFolder { get; set; }

    /// <summary>Hosts that may be asked while dependencies are installed. Empty: those that the frameplayer needs.</summary>
    public IReadOnlyList<string> Registries { get; set; } = [];

    /// <summary>Further hosts that may be asked while dependencies are installed.</summary>
    public IReadOnlyList<string> MoreHosts { get; set; } = [];

    /// <summary>Whether registries may have private addresses.</summary>
    public bool PrivateRegistries { get; set; }

    /// <summary>File of certificates that are trusted while dependencies are fetched.</summary>
    public string? CaBundle { get; set; }

    public int LeaseSeconds { get; set; } = 60;
    public int RetrySeconds { get; set; } = 10;
    public int KeepDays { get; set; } = 30;
    public int Uploads { get; set; } = 16;
    public int MostFiles { get; set; } = 5000;
    public int MostMegabytes { get; set; } = 512;
    public SourceLimitSettings Source { get; } = new();
    public ContainerLimitSettings Dependencies { get; } = new();
    public ContainerLimitSettings Build { get; } = new();

    internal BuildOptions ToOptions() =>
        new()
        {
            DefaultRepository = DefaultRunner.AbsoluteUri.TrimEnd('/'),
            DefaultBranch = Branch,
            BuildsInApi = InApi,
            RegistryHosts = [.. Registries is [] ? DefaultRegistries : Registries, .. MoreHosts],
            DependencyLimits = Dependencies.ToLimits(),
            BuildLimits = Build.ToLimits(),
            LeaseDuration = TimeSpan.FromSeconds(LeaseSeconds),
            MaximumConcurrentBuilds = AtOnce,
            MaximumFiles = MostFiles,
            MaximumBytes = MostMegabytes * Megabyte,
            MaximumConcurrentUploads = Uploads,
            Retention = TimeSpan.FromDays(KeepDays),
            FirstRetryDelay = TimeSpan.FromSeconds(RetrySeconds),
        };

    internal EngineSettings ToEngine() =>
        new(
            Engine,
            Site,
            ArchiveExtractor.UserId,
            CaBundle,
            PrivateRegistries,
            Images.AsReadOnly(),
            ImageBases.AsReadOnly()
        );

    internal SourceSettings ToSources(string dataDirectory) =>
        new(
            CodeHosts is [] ? [CodeHost.GitHub] : CodeHosts,
            SourceFolder,
            Path.Combine(dataDirectory, "builds", "sources"),
            Source.ToLimits()
        );
}
