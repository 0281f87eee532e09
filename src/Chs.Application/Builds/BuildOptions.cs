using Chs.Application.Ports;

namespace Chs.Application.Builds;

/// <summary>What the operator decides about builds.</summary>
public sealed record BuildOptions
{
    /// <summary>The runner of studies that name none.</summary>
    public required string DefaultRepository { get; init; }

    /// <summary>The branch whose newest commit is built where a study names none.</summary>
    public required string Branch { get; init; }

    /// <summary>Base images by Node.js' major version.</summary>
    public required IReadOnlyDictionary<string, string> Images { get; init; }

    /// <summary>Hosts from which dependencies may be fetched.</summary>
    public required IReadOnlyList<string> Registries { get; init; }

    /// <summary>For fetching dependencies.</summary>
    public required ContainerLimits Dependencies { get; init; }

    /// <summary>For building a study.</summary>
    public required ContainerLimits Build { get; init; }

    /// <summary>How long a worker may be silent before another takes its build.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>Builds that one process works on at once.</summary>
    public required int AtOnce { get; init; }

    /// <summary>Files of one build.</summary>
    public required int MostFiles { get; init; }

    /// <summary>Bytes of one build.</summary>
    public required long MostBytes { get; init; }

    /// <summary>Uploads at once.</summary>
    public required int Uploads { get; init; }

    /// <summary>How long files of builds that aren't served any more, images and sources are kept.</summary>
    public required TimeSpan Keep { get; init; }

    /// <summary>The pause before the second attempt; doubled for each more.</summary>
    public required TimeSpan FirstPause { get; init; }

    /// <summary>Where files of finished builds and records of them lie in the store.</summary>
    public const string Prefix = "artefacts/";

    public TimeSpan PauseAfter(int attempt) => FirstPause * Math.Pow(2, Math.Clamp(attempt - 1, 0, 8));
}
