using Chs.Application.Ports;

namespace Chs.Application.Builds;

/// <summary>The operator's settings for builds.</summary>
public sealed record BuildOptions
{
    /// <summary>Prefix of every key in the object store that builds use, for files and for records.</summary>
    public const string KeyPrefix = "artefacts/";

    /// <summary>Repository of the runner for studies that name none.</summary>
    public required string DefaultRepository { get; init; }

    /// <summary>Branch whose newest commit is built for studies that name no commit.</summary>
    public required string DefaultBranch { get; init; }

    /// <summary>Whether the API host builds, so that there is no worker elsewhere.</summary>
    public required bool BuildsInApi { get; init; }

    /// <summary>Hosts from which dependencies may be fetched.</summary>
    public required IReadOnlyList<string> RegistryHosts { get; init; }

    /// <summary>Limits of the container that installs dependencies.</summary>
    public required ContainerLimits DependencyLimits { get; init; }

    /// <summary>Limits of the container that builds a study.</summary>
    public required ContainerLimits BuildLimits { get; init; }

    /// <summary>How long a claim holds without a heartbeat. Afterwards another worker may take the build.</summary>
    public required TimeSpan LeaseDuration { get; init; }

    /// <summary>Builds that one process works on at the same time.</summary>
    public required int MaximumConcurrentBuilds { get; init; }

    /// <summary>Most files that a build may make.</summary>
    public required int MaximumFiles { get; init; }

    /// <summary>Most bytes that the files of a build may have together.</summary>
    public required long MaximumBytes { get; init; }

    /// <summary>Files that one build uploads at the same time.</summary>
    public required int MaximumConcurrentUploads { get; init; }

    /// <summary>How long images, sources and the files of builds that are no longer served are kept.</summary>
    public required TimeSpan Retention { get; init; }

    /// <summary>Delay before the second attempt. It doubles with every further one.</summary>
    public required TimeSpan FirstRetryDelay { get; init; }

    /// <summary>Shorter than the time after which a waiting build counts as lost (<see cref="RequeueStalledBuilds"/>).</summary>
    static readonly TimeSpan MaximumWait = TimeSpan.FromMinutes(20);

    /// <summary>Delay after a failed attempt.</summary>
    /// <param name="attempt">1 for the first attempt. The exponent is limited, so that any number gives a delay.</param>
    /// <param name="atLeast">How long another attempt would be in vain; null: not known.</param>
    public TimeSpan RetryDelayAfter(int attempt, TimeSpan? atLeast = null)
    {
        var delay = FirstRetryDelay * Math.Pow(2, Math.Clamp(attempt - 1, 0, 8));
        return atLeast > delay ? TimeSpan.FromTicks(Math.Min(atLeast.Value.Ticks, MaximumWait.Ticks)) : delay;
    }
}
