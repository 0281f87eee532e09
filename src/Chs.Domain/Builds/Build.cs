using System.Linq.Expressions;
using static Chs.Domain.Builds.BuildState;

namespace Chs.Domain.Builds;

/// <summary>
/// One order to turn a study and a commit of an experiment runner into the files that families load. It may take
/// several attempts.
/// </summary>
/// <remarks>
/// The worker holds a lease and a fence: a number that grows with every claim. Each of its writes names the fence,
/// so a worker that has slept through its lease can't change anything any more.
/// </remarks>
public sealed class Build : Aggregate
{
    /// <summary>A build that doesn't end within this number of claims fails.</summary>
    public const int MaximumAttempts = 6;

    readonly List<BuildEvent> _newEvents = [];

    Build() { }

    public long StudyId { get; private init; }

    /// <summary>The study's public id, which is part of the addresses of the built files.</summary>
    public Guid StudyUuid { get; private init; }

    /// <summary>Address of the runner's source.</summary>
    public string Repository { get; private init; } = "";

    /// <summary>40 hex digits, fixed when the build is requested.</summary>
    public string Commit { get; private init; } = "";

    public BuildState State { get; private set; } = Requested;

    /// <summary>The current stage, or the last one when the build has ended; null before it started.</summary>
    public BuildStage? Stage { get; private set; }

    /// <summary>The fence: grows with every claim, and once more when the build is cancelled.</summary>
    public int Attempt { get; private set; }

    /// <summary>While the build runs: nobody else may claim it before this time.</summary>
    public DateTimeOffset? LeasedUntil { get; private set; }

    /// <summary>Why the build failed, for programs; null unless it failed.</summary>
    public string? FailureCode { get; private set; }

    /// <summary>Why the build or its last attempt failed, for people; null when none failed.</summary>
    public string? FailureMessage { get; private set; }

    /// <summary>Key of the user who requested the build; null once that account is deleted.</summary>
    public long? RequestedBy { get; private init; }

    public DateTimeOffset RequestedAt { get; private init; }
    public DateTimeOffset? StartedAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When the job was last put into the queue. A job that got lost is queued again.</summary>
    public DateTimeOffset OfferedAt { get; private set; }

    /// <summary>Number of log events written so far, which is the ordinal of the next one.</summary>
    public int EventCount { get; private set; }

    /// <summary>SHA-256 in hex over everything that determines the result, except the study's address; null until it is known.
    /// </summary>
    /// <remarks>
    /// A build with the digest of an earlier successful one takes its files: of the same study, or of another where the
    /// recipe allows it.
    /// </remarks>
    public string? InputDigest { get; private set; }

    /// <summary>Key of the provenance record in the object store; null until the build succeeded.</summary>
    public string? ProvenanceKey { get; private set; }

    /// <summary>Key of the list of npm packages in the object store; null until the build succeeded.</summary>
    public string? ComponentsKey { get; private set; }

    /// <summary>The files were deleted, a while after a newer build replaced this one.</summary>
    public bool IsExpired { get; private set; }

    public bool HasEnded => State is Succeeded or Failed or Superseded or Cancelled;

    /// <summary>
    /// Log events that were appended since the build was created or loaded. They are saved with it; older ones are
    /// never loaded into it, because a log has thousands.
    /// </summary>
    public IReadOnlyCollection<BuildEvent> NewEvents => _newEvents;

    public static Build Request(long study, Guid studyUuid, string repository, string commit, Deed deed)
    {
        var build = new Build
        {
            Uuid = Guid.CreateVersion7(deed.At),
            StudyId = study,
            StudyUuid = studyUuid,
            Repository = repository,
            Commit = commit,
            RequestedBy = deed.ByAccount,
            RequestedAt = deed.At,
            OfferedAt = deed.At,
        };
        build.LogState(deed.At);
        build.RecordCreation(new BuildRequested(build.Uuid, studyUuid, deed.By, deed.At));
        return build;
    }

    /// <summary>Whether it waits or runs, as a condition for database queries. A study has at most one such build.</summary>
    public static Expression<Func<Build, bool>> IsActive { get; } =
        build => build.State == Requested || build.State == Queued || build.State == Running;

    /// <summary>Notes that the queue has accepted the job.</summary>
    /// <remarks>A job that is queued a second time finds the build in a later state, which stays as it is.</remarks>
    public void MarkEnqueued(DateTimeOffset now)
    {
        OfferedAt = now;
        IncrementVersion();
        if (State is Requested)
            Enter(Queued, now);
    }

    /// <summary>Puts the job into the queue again, because no worker holds the build and the queue may have lost it.</summary>
    public void Requeue(DateTimeOffset now)
    {
        OfferedAt = now;
        Record(new BuildRequeued(Uuid, now));
    }

    /// <summary>Ends a waiting build because a newer one was requested.</summary>
    public void Supersede(DateTimeOffset now)
    {
        if (State is not (Requested or Queued))
            throw new InvalidOperationException("Only a waiting build can be superseded.");
        End(Superseded, now);
    }

    /// <summary>Stops the build at any stage: its worker loses the lease.</summary>
    public Outcome Cancel(Deed deed)
    {
        if (State is Cancelled)
            return Outcome.Ok;
        if (HasEnded)
            return BuildErrors.Ended;
        // Moves the fence, so that nothing the worker still writes is accepted.
        Attempt++;
        End(Cancelled, deed.At);
        Record(new BuildCancelled(Uuid, StudyUuid, deed.By, deed.At));
        return Outcome.Ok;
    }

    /// <summary>Claims the build for a worker, or fails it when it has used up its attempts.</summary>
    /// <returns>What became of the claim.</returns>
    public BuildClaim Claim(TimeSpan lease, DateTimeOffset now)
    {
        if (HasEnded)
            return BuildClaim.Ended;
        if (State is Running && LeasedUntil > now)
            return BuildClaim.HeldByAnother;
        if (Attempt >= MaximumAttempts)
        {
            GiveUp(now);
            return BuildClaim.Ended;
        }

        Enter(Running, now);
        Stage = null;
        LeasedUntil = now + lease;
        StartedAt ??= now;
        Attempt++;
        IncrementVersion();
        return BuildClaim.Taken;
    }

    public void EnterStage(BuildStage stage, DateTimeOffset now)
    {
        Stage = stage;
        Log(new BuildLine(BuildEventKind.Stage, stage.ToString()), now);
        IncrementVersion();
    }

    /// <summary>Keeps the digest of everything that determines the result, except the study's address.</summary>
    public void SetInputDigest(string inputDigest)
    {
        InputDigest = inputDigest;
        IncrementVersion();
    }

    /// <param name="provenanceKey">Key of the provenance record in the object store.</param>
    /// <param name="componentsKey">Key of the list of npm packages in the object store.</param>
    public void Succeed(string provenanceKey, string componentsKey, DateTimeOffset now)
    {
        ProvenanceKey = provenanceKey;
        ComponentsKey = componentsKey;
        FailureCode = null;
        FailureMessage = null;
        End(Succeeded, now);
        Record(new BuildEnded(Uuid, StudyUuid, Succeeded, null, "", now) { ByKey = RequestedBy });
    }

    /// <summary>Whether another attempt follows an attempt that ended with this failure.</summary>
    public bool IsRetriedAfter(BuildFailure failure) => failure.IsTransient && Attempt < MaximumAttempts;

    /// <summary>Ends an attempt: a transient failure puts the build back into the queue, any other ends it.</summary>
    public void Fail(BuildFailure failure, DateTimeOffset now)
    {
        FailureMessage = failure.Message;
        if (IsRetriedAfter(failure))
        {
            Release(now);
            return;
        }

        FailureCode = failure.Code;
        End(Failed, now);
        Record(new BuildEnded(Uuid, StudyUuid, Failed, Stage, failure.Message, now) { ByKey = RequestedBy });
    }

    /// <summary>
    /// Puts the build back into the queue: its worker shuts down, or its attempt failed for a transient reason.
    /// </summary>
    public void Release(DateTimeOffset now)
    {
        Enter(Queued, now);
        LeasedUntil = null;
        OfferedAt = now;
        IncrementVersion();
    }

    /// <summary>Notes that the files were deleted.</summary>
    public void MarkExpired()
    {
        IsExpired = true;
        IncrementVersion();
    }

    /// <summary>Appends a line to the build's log, as its next numbered event.</summary>
    public void Log(BuildLine line, DateTimeOffset now)
    {
        _newEvents.Add(BuildEvent.Of(Id, EventCount, line, now));
        EventCount++;
    }

    /// <summary>Whether the claim with this fence still holds the build.</summary>
    public bool IsHeldBy(int fence) => State is Running && Attempt == fence;

    void GiveUp(DateTimeOffset now)
    {
        var reason = FailureMessage ?? "the worker vanished.";
        var message = $"It was tried {MaximumAttempts} times. The last time: {reason}";
        Fail(new BuildFailure("build.gave_up", message, IsTransient: false), now);
    }

    void End(BuildState state, DateTimeOffset now)
    {
        Enter(state, now);
        LeasedUntil = null;
        EndedAt = now;
        IncrementVersion();
    }

    void Enter(BuildState state, DateTimeOffset now)
    {
        State = state;
        LogState(now);
    }

    void LogState(DateTimeOffset now) => Log(new BuildLine(BuildEventKind.State, State.ToString()), now);
}
