namespace Chs.Domain.Builds;

/// <summary>The state of a build. The last four are final.</summary>
public enum BuildState
{
    /// <summary>Requested; the job isn't in the queue yet.</summary>
    Requested = 1,

    /// <summary>In the queue, for the first time or after a transient failure.</summary>
    Queued,

    Running,
    Succeeded,
    Failed,

    /// <summary>A newer build was requested while this one waited.</summary>
    Superseded,

    Cancelled,
}
