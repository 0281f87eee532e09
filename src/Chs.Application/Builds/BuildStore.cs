using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chs.Application.Builds;

/// <summary>
/// The database as workers see it. Each method is a transaction of its own and writes nothing when the worker has lost
/// its claim. A build takes minutes, so it doesn't run inside a transaction of the request pipeline.
/// </summary>
public sealed class BuildStore(IServiceScopeFactory scopes, BuildOptions options, TimeProvider time)
{
    /// <summary>Attempts to write when somebody edits the study at the same moment.</summary>
    const int MaximumWriteAttempts = 5;

    /// <summary>Keys in one query. Both databases limit the parameters of a statement.</summary>
    const int KeysPerQuery = 500;

    /// <summary>Rows in one insert.</summary>
    const int RowsPerInsert = 200;

    /// <summary>Claims a build for the calling worker.</summary>
    public Task<BuildClaimResult> ClaimAsync(Guid id, CancellationToken cancellationToken) =>
        RunLockedAsync(id, (_, build, now) => Task.FromResult(Claim(build, now)), cancellationToken);

    /// <summary>Notes that the queue has accepted the job. A build that was deleted meanwhile is ignored.</summary>
    public Task MarkEnqueuedAsync(Guid id, CancellationToken cancellationToken) =>
        RunLockedAsync(
            id,
            (_, build, now) =>
            {
                build?.MarkEnqueued(now);
                return Task.FromResult(build is not null);
            },
            cancellationToken
        );

    /// <summary>Extends the lease.</summary>
    /// <returns>Whether the worker still holds the claim.</returns>
    public async Task<bool> HeartbeatAsync(BuildLease lease, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IChsDb>();
        var until = time.GetUtcNow() + options.LeaseDuration;
        var updated = await db
            .Builds.Where(b => b.Id == lease.Key && b.Attempt == lease.Fence && b.State == BuildState.Running)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.LeasedUntil, until), cancellationToken);
        return updated == 1;
    }

    /// <summary>Whether a worker holds this claim and has renewed it in time.</summary>
    public async Task<bool> IsAliveAsync(Guid id, int fence, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IChsDb>();
        var now = time.GetUtcNow();
        return await db.Builds.AnyAsync(
            b => b.Uuid == id && b.Attempt == fence && b.State == BuildState.Running && b.LeasedUntil > now,
            cancellationToken
        );
    }

    /// <summary>Appends lines to the build's log.</summary>
    public Task<bool> AppendLogAsync(
        BuildLease lease,
        IReadOnlyList<BuildLine> lines,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            lease,
            (build, now) =>
            {
                foreach (var line in lines)
                    build.Log(line, now);
            },
            cancellationToken
        );

    /// <summary>Records that the worker begins a stage.</summary>
    public Task<bool> EnterStageAsync(BuildLease lease, BuildStage stage, CancellationToken cancellationToken) =>
        WriteAsync(lease, (build, now) => build.EnterStage(stage, now), cancellationToken);

    /// <summary>
    /// Records the digest of everything that decides the result, except the study, and looks for a successful build with the
    /// same digest: the newest of this study, or else of another.
    /// </summary>
    /// <param name="includeOtherStudies">Whether builds of other studies are of use.</param>
    /// <returns>Null when there is none, or its files have been removed.</returns>
    internal async Task<EarlierBuild?> RecordInputsAsync(
        BuildLease lease,
        string inputDigest,
        bool includeOtherStudies,
        CancellationToken cancellationToken
    )
    {
        EarlierBuild? earlier = null;
        await WriteAsync(
            lease,
            async (db, build, _) =>
            {
                build.SetInputDigest(inputDigest);
                earlier = await FindEqualAsync(db, build.StudyId, inputDigest, includeOtherStudies, cancellationToken);
            },
            cancellationToken
        );
        return earlier;
    }

    /// <summary>Protects objects from removal as unused, and finds out which of them must still be uploaded.</summary>
    /// <returns>
    /// The missing keys; null when one of the objects is being removed at this moment, so that the build must wait.
    /// </returns>
    public async Task<IReadOnlySet<string>?> ReserveAsync(
        IReadOnlyCollection<string> keys,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IChsDb>();
        var now = time.GetUtcNow();
        var missing = keys.ToHashSet();
        foreach (var batch in keys.Chunk(KeysPerQuery))
        {
            await db
                .StoredArtefacts.Where(a => batch.Contains(a.Key) && !a.IsDoomed)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.LastUsedAt, now), cancellationToken);
            var stored = await db
                .StoredArtefacts.AsNoTracking()
                .Where(a => batch.Contains(a.Key))
                .Select(a => new { a.Key, a.IsDoomed })
                .ToListAsync(cancellationToken);
            if (stored.Any(a => a.IsDoomed))
                return null;
            missing.ExceptWith(stored.Select(a => a.Key));
        }

        return missing;
    }

    /// <summary>Records objects that have been uploaded.</summary>
    public async Task RecordStoredAsync(
        IEnumerable<(string Key, string Digest, long Size)> objects,
        CancellationToken cancellationToken
    )
    {
        foreach (var batch in objects.Chunk(RowsPerInsert))
        {
            if (await TryRecordStoredAsync(batch, cancellationToken))
                continue;

            // Another build recorded one of them at the same moment: find out which by inserting one at a time.
            foreach (var stored in batch)
                await TryRecordStoredAsync([stored], cancellationToken);
        }
    }

    /// <summary>
    /// Ends the build successfully. From the commit of this transaction on families load the new files.
    /// </summary>
    public Task<bool> SucceedAsync(
        BuildLease lease,
        IReadOnlyList<BuildFile> files,
        string provenanceKey,
        string componentsKey,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            lease,
            async (db, build, now) =>
            {
                var study = await db.Studies.SingleAsync(s => s.Id == build.StudyId, cancellationToken);
                // Loaded for the study, which chooses the runner's commit in its draft.
                await db.StudyVersions.SingleAsync(
                    v => v.StudyId == study.Id && v.Number == study.DraftNumber,
                    cancellationToken
                );
                build.Succeed(provenanceKey, componentsKey, now);
                study.UseBuild(build, options.DefaultRepository, now);
                db.BuildFiles.AddRange(files);
            },
            cancellationToken
        );

    /// <summary>Ends the attempt with a failure.</summary>
    /// <returns>The delay before the next attempt; null when there is none, or when the claim was lost.</returns>
    public async Task<TimeSpan?> FailAsync(BuildLease lease, BuildFailure failure, CancellationToken cancellationToken)
    {
        TimeSpan? delay = null;
        await WriteAsync(
            lease,
            (build, now) =>
            {
                var note = failure.Message;
                if (build.IsRetriedAfter(failure))
                {
                    var retryDelay = options.RetryDelayAfter(build.Attempt, failure.RetryAfter);
                    delay = retryDelay;
                    note = $"{failure.Message} Next attempt in {retryDelay.TotalSeconds:0} s.";
                }

                build.Log(new BuildLine(BuildEventKind.Note, note), now);
                build.Fail(failure, now);
            },
            cancellationToken
        );
        return delay;
    }

    /// <summary>Returns the build to the queue because the worker stops.</summary>
    /// <returns>Whether the worker still held the claim.</returns>
    public Task<bool> ReleaseAsync(BuildLease lease, CancellationToken cancellationToken) =>
        WriteAsync(
            lease,
            (build, now) =>
            {
                const string note = "This worker is stopping; another one will continue.";
                build.Log(new BuildLine(BuildEventKind.Note, note), now);
                build.Release(now);
            },
            cancellationToken
        );

    BuildClaimResult Claim(Build? build, DateTimeOffset now)
    {
        if (build is null)
            return new BuildClaimResult(BuildClaim.Ended, null);
        var claim = build.Claim(options.LeaseDuration, now);
        return new BuildClaimResult(claim, claim is BuildClaim.Taken ? LeaseOf(build, now) : null);
    }

    static BuildLease LeaseOf(Build build, DateTimeOffset now) =>
        new(build.Uuid, build.Id, build.Attempt, build.StudyUuid, build.Repository, build.Commit, now);

    static async Task<EarlierBuild?> FindEqualAsync(
        IChsDb db,
        long studyKey,
        string inputDigest,
        bool includeOtherStudies,
        CancellationToken cancellationToken
    )
    {
        var equal = await db
            .Builds.Where(b => b.InputDigest == inputDigest && b.State == BuildState.Succeeded && !b.IsExpired)
            .Where(b => includeOtherStudies || b.StudyId == studyKey)
            .OrderByDescending(b => b.StudyId == studyKey)
            .ThenByDescending(b => b.Id)
            .Select(b => new { b.Id, b.StudyUuid })
            .FirstOrDefaultAsync(cancellationToken);
        if (equal is null)
            return null;
        var files = await db.BuildFiles.AsNoTracking().Where(f => f.BuildId == equal.Id).ToListAsync(cancellationToken);
        return files is [] ? null : new EarlierBuild(equal.StudyUuid, files);
    }

    /// <returns>False when another build inserted one of the rows meanwhile; then none of these was inserted.</returns>
    async Task<bool> TryRecordStoredAsync(
        IReadOnlyCollection<(string Key, string Digest, long Size)> objects,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IChsDb>();
        var now = time.GetUtcNow();
        string[] keys = [.. objects.Select(o => o.Key)];
        var recorded = await db
            .StoredArtefacts.Where(a => keys.Contains(a.Key))
            .Select(a => a.Key)
            .ToListAsync(cancellationToken);
        db.StoredArtefacts.AddRange(
            objects.ExceptBy(recorded, o => o.Key).Select(o => StoredArtefact.Of(o.Key, o.Digest, o.Size, now))
        );
        try
        {
            // Saved here: a row that is there already is no refusal, but the answer that is asked for.
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException failure) when (db.ViolatedUniqueColumns(failure) is not null)
        {
            return false;
        }
    }

    Task<bool> WriteAsync(BuildLease lease, Action<Build, DateTimeOffset> write, CancellationToken cancellationToken) =>
        WriteAsync(
            lease,
            (_, build, now) =>
            {
                write(build, now);
                return Task.CompletedTask;
            },
            cancellationToken
        );

    /// <summary>Writes in one transaction, provided that the worker still holds the claim.</summary>
    /// <returns>Whether it does.</returns>
    Task<bool> WriteAsync(
        BuildLease lease,
        Func<IChsDb, Build, DateTimeOffset, Task> write,
        CancellationToken cancellationToken
    ) =>
        RunLockedAsync(
            lease.Id,
            async (db, build, now) =>
            {
                if (build is null || !build.IsHeldBy(lease.Fence))
                    return false;
                await write(db, build, now);
                return true;
            },
            cancellationToken
        );

    /// <summary>Runs a change in a transaction that holds the build's lock.</summary>
    /// <param name="change">Gets null when there is no such build.</param>
    async Task<T> RunLockedAsync<T>(
        Guid id,
        Func<IChsDb, Build?, DateTimeOffset, Task<T>> change,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await TryRunLockedAsync(id, change, cancellationToken);
            if (!outcome.Failed)
                return outcome.Value;
            // The build is locked, but somebody edited the study meanwhile: try again with the study as it is now.
            if (outcome.Error.Kind is not ErrorKind.Stale || attempt == MaximumWriteAttempts)
                throw new InvalidOperationException($"Build {id} can't be saved: {outcome.Error.Code}");
        }
    }

    async Task<Outcome<T>> TryRunLockedAsync<T>(
        Guid id,
        Func<IChsDb, Build?, DateTimeOffset, Task<T>> change,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IChsDb>();
        var locks = scope.ServiceProvider.GetRequiredService<BuildLocks>();
        var transactions = scope.ServiceProvider.GetRequiredService<Transactions>();
        return await transactions.RunAsync(
            async () =>
            {
                var build = await locks.TakeAsync(id, cancellationToken);
                return Outcome<T>.Of(await change(db, build, time.GetUtcNow()));
            },
            cancellationToken
        );
    }
}
