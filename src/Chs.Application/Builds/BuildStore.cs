using Chs.Application.Ports;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chs.Application.Builds;

/// <summary>What a worker needs to know of a build that it claimed.</summary>
/// <param name="Fence">Number of the claim: every write names it.</param>
public sealed record BuildLease(
    Guid Id,
    long Key,
    int Fence,
    Guid StudyId,
    string Repository,
    string Commit,
    DateTimeOffset StartedAt
)
{
    /// <summary>Address of the study's files.</summary>
    public string Home => $"/studies/{StudyId}/";
}

/// <summary>
/// What workers write about builds: each a transaction of its own, and none when the claim isn't theirs any more.
/// Builds take minutes; no use case of the pipeline lasts that long.
/// </summary>
public sealed class BuildStore(IServiceScopeFactory scopes, BuildOptions rules, TimeProvider time)
{
    public async Task<(BuildClaim Claim, BuildLease? Order)> ClaimAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IChsDb>();
        await using var transaction = await db.BeginAsync(cancellationToken);
        var (build, now) = (await db.LockBuildAsync(id, cancellationToken), time.GetUtcNow());
        if (build is null)
            return (BuildClaim.Over, null);
        var wasOver = build.HasEnded;
        var claim = build.Claim(rules.Lease, now);
        if (claim is BuildClaim.HeldByAnother || wasOver)
            return (claim, null);
        db.Tell(build, [new BuildLine(BuildEventKind.State, build.State.ToString())], now);
        if (claim is BuildClaim.Over)
            db.StudyLog.Add(StudyLogEntry.OfBuild(build, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (
            claim,
            claim is BuildClaim.Taken
                ? new BuildLease(
                    build.Uuid,
                    build.Id,
                    build.Attempt,
                    build.StudyUuid,
                    build.Repository,
                    build.Commit,
                    now
                )
                : null
        );
    }

    /// <returns>Whether the claim still holds; if so, for another lease.</returns>
    public async Task<bool> HeartbeatAsync(BuildLease order, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var until = time.GetUtcNow() + rules.Lease;
        return await scope
                .ServiceProvider.GetRequiredService<IChsDb>()
                .Builds.Where(b => b.Id == order.Key && b.Attempt == order.Fence && b.State == BuildState.Running)
                .ExecuteUpdateAsync(set => set.SetProperty(b => b.LeasedUntil, until), cancellationToken) == 1;
    }

    /// <summary>Whether a claim is being worked on.</summary>
    public async Task<bool> IsAliveAsync(Guid id, int fence, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        return await scope
            .ServiceProvider.GetRequiredService<IChsDb>()
            .Builds.AnyAsync(
                b => b.Uuid == id && b.Attempt == fence && b.State == BuildState.Running && b.LeasedUntil > now,
                cancellationToken
            );
    }

    public Task<bool> TellAsync(
        BuildLease order,
        IReadOnlyList<BuildLine> lines,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            order,
            (db, build, now) =>
            {
                db.Tell(build, lines, now);
                return Task.CompletedTask;
            },
            cancellationToken
        );

    public Task<bool> EnterAsync(BuildLease order, BuildStage stage, CancellationToken cancellationToken) =>
        WriteAsync(
            order,
            (db, build, now) =>
            {
                build.EnterStage(stage);
                db.Tell(build, [new BuildLine(BuildEventKind.Stage, stage.ToString())], now);
                return Task.CompletedTask;
            },
            cancellationToken
        );

    /// <summary>Says what decides the result, and looks for an earlier build of the same study that had the same.</summary>
    /// <returns>Its files; null when there is none whose files are still there.</returns>
    public async Task<IReadOnlyList<BuildFile>?> DependsAsync(
        BuildLease order,
        string inputDigest,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<BuildFile>? files = null;
        await WriteAsync(
            order,
            async (db, build, now) =>
            {
                build.SetInputDigest(inputDigest);
                var equal = await db
                    .Builds.Where(b =>
                        b.StudyId == build.StudyId
                        && b.State == BuildState.Succeeded
                        && !b.IsExpired
                        && b.InputDigest == inputDigest
                    )
                    .OrderByDescending(b => b.Id)
                    .Select(b => (long?)b.Id)
                    .FirstOrDefaultAsync(cancellationToken);
                if (equal is { } key)
                    files = await db
                        .BuildFiles.AsNoTracking()
                        .Where(f => f.BuildId == key)
                        .ToListAsync(cancellationToken);
            },
            cancellationToken
        );
        return files is [] ? null : files;
    }

    /// <summary>Keeps objects from being cleaned, and says which aren't stored yet.</summary>
    /// <returns>Null when one of them is being removed at this moment: try again later.</returns>
    public async Task<IReadOnlySet<string>?> ReserveAsync(
        IReadOnlyCollection<string> keys,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<IChsDb>(), time.GetUtcNow());
        var missing = keys.ToHashSet();
        foreach (var some in keys.Chunk(500))
        {
            await db
                .StoredArtefacts.Where(a => some.Contains(a.Key) && !a.IsDoomed)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.LastUsedAt, now), cancellationToken);
            foreach (
                var stored in await db
                    .StoredArtefacts.AsNoTracking()
                    .Where(a => some.Contains(a.Key))
                    .Select(a => new { a.Key, a.IsDoomed })
                    .ToListAsync(cancellationToken)
            )
            {
                if (stored.IsDoomed)
                    return null;
                missing.Remove(stored.Key);
            }
        }

        return missing;
    }

    /// <summary>Remembers that objects are stored.</summary>
    public async Task StoredAsync(
        IEnumerable<(string Key, string Digest, long Size)> objects,
        CancellationToken cancellationToken
    )
    {
        foreach (var some in objects.Chunk(200))
        {
            await using var scope = scopes.CreateAsyncScope();
            var (db, now) = (scope.ServiceProvider.GetRequiredService<IChsDb>(), time.GetUtcNow());
            string[] keys = [.. some.Select(o => o.Key)];
            var known = await db
                .StoredArtefacts.Where(a => keys.Contains(a.Key))
                .Select(a => a.Key)
                .ToListAsync(cancellationToken);
            db.StoredArtefacts.AddRange(
                some.ExceptBy(known, o => o.Key).Select(o => StoredArtefact.Of(o.Key, o.Digest, o.Size, now))
            );
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException failure) when (db.ViolatedUniqueColumns(failure) is not null)
            {
                // Another build stored the same at the same moment: what this one remembers, one by one.
                if (some.Length > 1)
                    foreach (var one in some)
                        await StoredAsync([one], cancellationToken);
            }
        }
    }

    /// <summary>The switch: from this transaction on families load the new files.</summary>
    public async Task<bool> SucceedAsync(
        BuildLease order,
        IReadOnlyList<BuildFile> files,
        string provenanceKey,
        string componentsKey,
        CancellationToken cancellationToken
    ) =>
        await WriteAsync(
            order,
            async (db, build, now) =>
            {
                var study = await db.Studies.SingleAsync(s => s.Id == build.StudyId, cancellationToken);
                var draft = await db.StudyVersions.SingleAsync(
                    v => v.StudyId == study.Id && v.Number == study.DraftNumber,
                    cancellationToken
                );
                build.Succeed(provenanceKey, componentsKey, now);
                study.Serve(build, draft, rules.DefaultRepository, now);
                db.BuildFiles.AddRange(files);
                db.StudyLog.Add(StudyLogEntry.OfBuild(build, now));
                db.Tell(build, [new BuildLine(BuildEventKind.State, build.State.ToString())], now);
            },
            cancellationToken
        );

    /// <returns>Whether it goes back to the queue, and after which pause; null when the claim was lost or it is over.</returns>
    public async Task<TimeSpan?> FailAsync(BuildLease order, BuildFailure failure, CancellationToken cancellationToken)
    {
        TimeSpan? pause = null;
        await WriteAsync(
            order,
            (db, build, now) =>
            {
                build.Fail(failure, now);
                if (build.HasEnded)
                    db.StudyLog.Add(StudyLogEntry.OfBuild(build, now));
                else
                    pause = rules.PauseAfter(build.Attempt);
                var told = build.HasEnded
                    ? failure.Message
                    : $"{failure.Message} Next attempt in {pause!.Value.TotalSeconds:0} s.";
                db.Tell(
                    build,
                    [
                        new BuildLine(BuildEventKind.Note, told),
                        new BuildLine(BuildEventKind.State, build.State.ToString()),
                    ],
                    now
                );
                return Task.CompletedTask;
            },
            cancellationToken
        );
        return pause;
    }

    public Task<bool> HandBackAsync(BuildLease order, CancellationToken cancellationToken) =>
        WriteAsync(
            order,
            (db, build, now) =>
            {
                build.Release(now);
                db.Tell(
                    build,
                    [
                        new BuildLine(BuildEventKind.Note, "The worker stops; another goes on."),
                        new BuildLine(BuildEventKind.State, build.State.ToString()),
                    ],
                    now
                );
                return Task.CompletedTask;
            },
            cancellationToken
        );

    /// <summary>Writes in one transaction, provided that the claim still holds.</summary>
    async Task<bool> WriteAsync(
        BuildLease order,
        Func<IChsDb, Build, DateTimeOffset, Task> write,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<IChsDb>();
            await using var transaction = await db.BeginAsync(cancellationToken);
            var build = await db.LockBuildAsync(order.Id, cancellationToken);
            if (build is null || !build.IsHeldBy(order.Fence))
                return false;
            await write(db, build, time.GetUtcNow());
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return true;
            }
            catch (DbUpdateConcurrencyException) when (attempt < 5)
            {
                // The build is ours, but somebody edited the study meanwhile: once more with what it is now.
            }
        }
    }
}
