using static Chs.Domain.Builds.BuildState;

namespace Chs.Domain.Builds;

/// <summary>Where a build stands. The last four are ends.</summary>
public enum BuildState
{
    /// <summary>Asked for; the order is on its way to the queue.</summary>
    Requested = 1,

    /// <summary>In the queue, for the first time or after a failure that may pass.</summary>
    Queued,

    Running,
    Succeeded,
    Failed,

    /// <summary>A newer one was asked for while this one waited.</summary>
    Superseded,

    Cancelled,
}

/// <summary>What a worker does, in order.</summary>
public enum BuildStage
{
    Source = 1,
    Dependencies,
    Build,
    Check,
    Upload,
    Publish,
}

/// <summary>One attempt to turn a study and a runner's commit into what families load.</summary>
/// <remarks>
/// Whoever works on it holds a lease and a fence: a number that grows with every claim. Each later write names the fence,
/// so a worker that slept through its lease changes nothing any more.
/// </remarks>
public sealed class Build : Aggregate
{
    /// <summary>Claims of one build before it is given up.</summary>
    public const int MostAttempts = 6;

    Build() { }

    public long StudyId { get; private init; }

    /// <summary>The study's public id: addresses of built files hold it.</summary>
    public Guid StudyUuid { get; private init; }

    /// <summary>Address of the runner's source.</summary>
    public string Repository { get; private init; } = "";

    /// <summary>40 hex digits, fixed when the build is asked for.</summary>
    public string Commit { get; private init; } = "";

    public BuildState State { get; private set; } = Requested;

    /// <summary>What is done at the moment, or was when it ended; null before it began.</summary>
    public BuildStage? Stage { get; private set; }

    /// <summary>Claims so far; also the fence.</summary>
    public int Attempt { get; private set; }

    /// <summary>While it runs: until when nobody else may claim it.</summary>
    public DateTimeOffset? LeasedUntil { get; private set; }

    /// <summary>Why it failed, for programs; null: it didn't.</summary>
    public string? FailureCode { get; private set; }

    /// <summary>Why it failed, or why the last attempt did.</summary>
    public string? FailureMessage { get; private set; }

    /// <summary>Who asked; null when that account is gone.</summary>
    public long? RequestedBy { get; private init; }

    public DateTimeOffset RequestedAt { get; private init; }
    public DateTimeOffset? StartedAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When the queue got it last: an order that is lost is given again.</summary>
    public DateTimeOffset OfferedAt { get; private set; }

    /// <summary>Lines and stages written so far: the number of the next one.</summary>
    public int EventCount { get; private set; }

    /// <summary>SHA-256 in hex over everything that decides the result: equal ones needn't be built again. Null until it is known.</summary>
    public string? InputDigest { get; private set; }

    /// <summary>Key of the provenance record among the stored objects; null until it succeeded.</summary>
    public string? ProvenanceKey { get; private set; }

    /// <summary>Key of the list of npm packages among the stored objects; null until it succeeded.</summary>
    public string? ComponentsKey { get; private set; }

    /// <summary>Its files are gone, because newer ones took their place long ago.</summary>
    public bool IsExpired { get; private set; }

    public bool HasEnded => State is Succeeded or Failed or Superseded or Cancelled;

    public static Build Request(
        long study,
        Guid studyUuid,
        string repository,
        string commit,
        long by,
        Guid byUuid,
        DateTimeOffset now
    )
    {
        var build = new Build
        {
            Uuid = Guid.CreateVersion7(now),
            StudyId = study,
            StudyUuid = studyUuid,
            Repository = repository,
            Commit = commit,
            RequestedBy = by,
            RequestedAt = now,
            OfferedAt = now,
        };
        build.RecordCreation(new BuildRequested(build.Uuid, studyUuid, byUuid, now));
        return build;
    }

    /// <summary>The queue has it for certain.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Enqueued(DateTimeOffset now)
    {
        OfferedAt = now;
        Changed();
        if (State is not Requested)
            return false;
        State = Queued;
        return true;
    }

    /// <summary>Nobody works on it, and perhaps no queue holds it any more: it is given to the queue again.</summary>
    public void Requeue(DateTimeOffset now)
    {
        OfferedAt = now;
        Record(new BuildRequeued(Uuid, now));
    }

    /// <summary>A newer one takes its place.</summary>
    public void Supersede(DateTimeOffset now)
    {
        if (State is not (Requested or Queued))
            throw new InvalidOperationException("Only what waits can be superseded.");
        End(Superseded, now);
    }

    /// <summary>Stops it, whatever is done at the moment: the worker loses its lease.</summary>
    public Outcome Cancel(Guid by, DateTimeOffset now)
    {
        if (State is Cancelled)
            return Outcome.Ok;
        if (HasEnded)
            return BuildErrors.Ended;
        Attempt++; // the fence: what the worker still writes comes too late
        End(Cancelled, now);
        Record(new BuildCancelled(Uuid, StudyUuid, by, now));
        return Outcome.Ok;
    }

    /// <summary>Takes it to work on.</summary>
    /// <returns>What became of the claim.</returns>
    public BuildClaim Claim(TimeSpan lease, DateTimeOffset now)
    {
        if (HasEnded)
            return BuildClaim.Over;
        if (State is Running && LeasedUntil > now)
            return BuildClaim.HeldByAnother;
        if (Attempt >= MostAttempts)
        {
            Fail(
                new BuildFailure(
                    "build.gave_up",
                    $"It was tried {MostAttempts} times. The last time: {FailureMessage ?? "the worker vanished."}",
                    MayPass: false
                ),
                now
            );
            return BuildClaim.Over;
        }

        (State, Stage, LeasedUntil, StartedAt) = (Running, null, now + lease, StartedAt ?? now);
        Attempt++;
        Changed();
        return BuildClaim.Taken;
    }

    /// <summary>Goes on to the next stage.</summary>
    public void EnterStage(BuildStage stage)
    {
        Stage = stage;
        Changed();
    }

    /// <summary>What decides the result is known.</summary>
    public void SetInputDigest(string inputDigest)
    {
        InputDigest = inputDigest;
        Changed();
    }

    /// <summary>It is what families load from now on.</summary>
    public void Succeed(string provenanceKey, string componentsKey, DateTimeOffset now)
    {
        (ProvenanceKey, ComponentsKey, FailureCode, FailureMessage) = (provenanceKey, componentsKey, null, null);
        End(Succeeded, now);
        Record(new BuildEnded(Uuid, StudyUuid, Succeeded, null, "", now));
    }

    /// <summary>An attempt failed: back to the queue when the reason may pass, else the end.</summary>
    public void Fail(BuildFailure failure, DateTimeOffset now)
    {
        FailureMessage = failure.Message;
        if (failure.MayPass && Attempt < MostAttempts)
        {
            (State, LeasedUntil, OfferedAt) = (Queued, null, now);
            Changed();
            return;
        }

        FailureCode = failure.Code;
        End(Failed, now);
        Record(new BuildEnded(Uuid, StudyUuid, Failed, Stage, failure.Message, now));
    }

    /// <summary>A worker that stops gives it back.</summary>
    public void Release(DateTimeOffset now)
    {
        (State, LeasedUntil, OfferedAt) = (Queued, null, now);
        Changed();
    }

    /// <summary>Its files are removed.</summary>
    public void Expire()
    {
        IsExpired = true;
        Changed();
    }

    /// <summary>Numbers what is to be told.</summary>
    public IReadOnlyList<BuildEvent> AppendEvents(IEnumerable<BuildLine> lines, DateTimeOffset now) =>
        [.. lines.Select(line => BuildEvent.Of(Id, EventCount++, line, now))];

    /// <summary>Whether this claim is still the one that works on it.</summary>
    public bool IsHeldBy(int fence) => State is Running && Attempt == fence;

    void End(BuildState state, DateTimeOffset now)
    {
        (State, LeasedUntil, EndedAt) = (state, null, now);
        Changed();
    }
}

/// <summary>What became of a claim.</summary>
public enum BuildClaim
{
    Taken = 1,

    /// <summary>Another worker holds the lease: come again later.</summary>
    HeldByAnother,

    /// <summary>There is nothing left to do.</summary>
    Over,
}

/// <summary>Why an attempt failed.</summary>
/// <param name="Code">For programs; never changes its meaning.</param>
/// <param name="MayPass">Whether the same may succeed later: a network, a store, a broker that was away.</param>
public sealed record BuildFailure(string Code, string Message, bool MayPass)
{
    public static BuildFailure For(Error error) =>
        new(
            error.Code,
            error.Faults is [var fault, ..] ? fault.Message : error.Message,
            MayPass: error.Code == BuildErrors.HostBusyCode
        );
}

/// <summary>Somebody wants a study built.</summary>
public sealed record BuildRequested(Guid Build, Guid Study, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A build that nobody works on goes to the queue again.</summary>
public sealed record BuildRequeued(Guid Build, DateTimeOffset At) : DomainEvent(At);

/// <summary>A build was stopped by a person.</summary>
public sealed record BuildCancelled(Guid Build, Guid Study, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A build succeeded or failed.</summary>
public sealed record BuildEnded(
    Guid Build,
    Guid Study,
    BuildState State,
    BuildStage? Stage,
    string Reason,
    DateTimeOffset At
) : DomainEvent(At);

/// <summary>Refusals about builds. Codes are part of the v3 contract.</summary>
public static class BuildErrors
{
    public static readonly Error Ended = Error.Conflict("build.ended", "This build has ended already.");
    public static readonly Error Running = Error.Conflict(
        "build.running",
        "A build of this study is running. Wait for it, or cancel it first."
    );
    public static readonly Error NotBuilt = Error.Conflict("build.not_needed", "Only frameplayer studies are built.");

    /// <summary>A host that is away or asks us to wait: the one refusal of a source that may pass.</summary>
    public const string HostBusyCode = "runner.host_unavailable";

    public static readonly Error Expired = Error.Conflict("build.expired", "The files of this build were removed.");

    public static Error RepositoryRefused(string why) =>
        Error.Invalid("/runnerRepository", "runner.repository_refused", why);

    public static Error CommitUnknown(string repository, string commit) =>
        Error.Conflict("runner.commit_unknown", $"{repository} has no commit {commit}.");

    public static Error BranchUnknown(string repository, string branch) =>
        Error.Conflict("runner.branch_unknown", $"{repository} has no branch '{branch}', or doesn't exist.");

    public static Error HostBusy(string host) =>
        Error.Conflict("runner.host_unavailable", $"{host} doesn't answer at the moment, or asks us to wait.");
}
