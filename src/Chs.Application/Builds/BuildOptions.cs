using Chs.Application.Ports;

namespace Chs.Application.Builds;

/// <summary>The operator's settings for builds.</summary>
public sealed record BuildOptions
{
    /// <summary>Prefix of every key in the object store that builds use, for files and for records.</summary>
    public const string Prefix = "artefacts/";

    /// <summary>Repository of the runner for studies that name none.</summary>
    public required string DefaultRepository { get; init; }

    /// <summary>Branch whose newest commit is built for studies that name no commit.</summary>
    public required string Branch { get; init; }

    /// <summary>Base images by the major version of Node.js.</summary>
    public required IReadOnlyDictionary<string, string> Images { get; init; }

    /// <summary>Hosts from which dependencies may be fetched.</summary>
    public required IReadOnlyList<string> Registries { get; init; }

    /// <summary>Limits of the container that installs dependencies.</summary>
    public required ContainerLimits Dependencies { get; init; }

    /// <summary>Limits of the container that builds a study.</summary>
    public required ContainerLimits Build { get; init; }

    /// <summary>How long a claim holds without a heartbeat. Afterwards another worker may take the build.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>Builds that one process works on at the same time.</summary>
    public required int AtOnce { get; init; }

    /// <summary>Most files that a build may make.</summary>
    public required int MostFiles { get; init; }

    /// <summary>Most bytes that the files of a build may have together.</summary>
    public required long MostBytes { get; init; }

    /// <summary>Files that one build uploads at the same time.</summary>
    public required int Uploads { get; init; }

    /// <summary>How long images, sources and the files of builds that are no longer served are kept.</summary>
    public required TimeSpan Keep { get; init; }

    /// <summary>Delay before the second attempt. It doubles with every further one.</summary>
    public required TimeSpan FirstPause { get; init; }

    /// <summary>Delay after a failed attempt.</summary>
    /// <param name="attempt">1 for the first attempt. The delay stops growing after the ninth.</param>
    public TimeSpan PauseAfter(int attempt) => FirstPause * Math.Pow(2, Math.Clamp(attempt - 1, 0, 8));
}
