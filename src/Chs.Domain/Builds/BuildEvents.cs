namespace Chs.Domain.Builds;

/// <summary>A user requested a build of a study.</summary>
public sealed record BuildRequested(Guid Build, Guid Study, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A build that no worker holds goes back to the queue.</summary>
public sealed record BuildRequeued(Guid Build, DateTimeOffset At) : DomainEvent(At);

/// <summary>A user cancelled a build.</summary>
public sealed record BuildCancelled(Guid Build, Guid Study, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A build succeeded or failed.</summary>
/// <param name="Stage">Where it failed; null when it succeeded, or failed before the first stage.</param>
/// <param name="Reason">Why it failed, for people; empty when it succeeded.</param>
public sealed record BuildEnded(
    Guid Build,
    Guid Study,
    BuildState State,
    BuildStage? Stage,
    string Reason,
    DateTimeOffset At
) : DomainEvent(At);
