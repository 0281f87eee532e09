namespace Chs.Domain.Builds;

/// <summary>The result of a worker's claim on a build.</summary>
public enum BuildClaim
{
    /// <summary>The worker holds the build now.</summary>
    Taken = 1,

    /// <summary>Another worker holds the lease: try again later.</summary>
    HeldByAnother,

    /// <summary>The build has ended.</summary>
    Ended,
}
