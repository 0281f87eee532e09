using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>Gives builds to the queue again that nobody works on: their worker vanished, or their order was lost. By the clock, once a minute.</summary>
public sealed record RequeueStalledBuilds : ICommand<int>
{
    /// <summary>A build that waits longer than any pause between attempts isn't in the queue any more.</summary>
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    internal sealed class Handler(IChsDb db, BuildOptions rules, TimeProvider time)
        : IRequestHandler<RequeueStalledBuilds, Outcome<int>>
    {
        public async Task<Outcome<int>> Handle(RequeueStalledBuilds request, CancellationToken cancellationToken)
        {
            var now = time.GetUtcNow();
            var (vanished, lost) = (now - rules.Lease, now - LongestWait);
            var forgotten = await db
                .Builds.Where(b =>
                    (b.State == BuildState.Running && b.LeasedUntil < vanished && b.OfferedAt < vanished)
                    || (b.State == BuildState.Queued && b.OfferedAt < lost)
                )
                .OrderBy(b => b.Id)
                .Take(100)
                .ToListAsync(cancellationToken);
            foreach (var build in forgotten)
                build.Requeue(now);
            return forgotten.Count;
        }
    }
}

/// <summary>Finds files of builds that nothing serves any more and that are old enough, and lets them go: builds first, then objects that no build names.</summary>
/// <remarks>An object is marked, removed and forgotten, in this order: a build that needs it meanwhile waits, and stores it anew. So each step is a transaction of its own.</remarks>
public sealed record DeleteExpiredArtefacts : IRequest<Outcome<DeletedArtefacts>>, IOwnTransactions
{
    internal sealed class Handler(IChsDb db, IObjectStore store, BuildOptions rules, TimeProvider time)
        : IRequestHandler<DeleteExpiredArtefacts, Outcome<DeletedArtefacts>>
    {
        public async Task<Outcome<DeletedArtefacts>> Handle(
            DeleteExpiredArtefacts request,
            CancellationToken cancellationToken
        )
        {
            var before = time.GetUtcNow() - rules.Keep;
            var (builds, objects) = (0, 0);
            while (await ExpireNextAsync(before, cancellationToken))
                builds++;
            while (await NextUnusedAsync(before, cancellationToken) is { } key)
            {
                await store.DeleteAsync(key, cancellationToken);
                await db.StoredArtefacts.Where(a => a.Key == key && a.IsDoomed).ExecuteDeleteAsync(cancellationToken);
                objects++;
            }

            return new DeletedArtefacts(builds, objects);
        }

        async Task<bool> ExpireNextAsync(DateTimeOffset before, CancellationToken cancellationToken)
        {
            await using var transaction = await db.BeginAsync(cancellationToken);
            var build = await db.Builds.FirstOrDefaultAsync(
                b =>
                    b.State == BuildState.Succeeded
                    && !b.IsExpired
                    && b.EndedAt < before
                    && !db.Studies.Any(s => s.CurrentBuildId == b.Id),
                cancellationToken
            );
            if (build is null)
                return false;
            build.Expire();
            await db.BuildFiles.Where(f => f.BuildId == build.Id).ExecuteDeleteAsync(cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            foreach (var key in (string?[])[build.ProvenanceKey, build.ComponentsKey])
                if (key is not null)
                    await store.DeleteAsync(key, cancellationToken);
            db.ClearTracked();
            return true;
        }

        async Task<string?> NextUnusedAsync(DateTimeOffset before, CancellationToken cancellationToken)
        {
            // Left over from a run that was interrupted?
            if (
                await db
                    .StoredArtefacts.Where(a => a.IsDoomed)
                    .Select(a => a.Key)
                    .FirstOrDefaultAsync(cancellationToken) is
                { } doomed
            )
                return doomed;
            foreach (
                var key in await db
                    .StoredArtefacts.Where(a => a.LastUsedAt < before && !db.BuildFiles.Any(f => f.Digest == a.Digest))
                    .OrderBy(a => a.Key)
                    .Select(a => a.Key)
                    .Take(20)
                    .ToListAsync(cancellationToken)
            )
            {
                if (
                    await db
                        .StoredArtefacts.Where(a => a.Key == key && a.LastUsedAt < before)
                        .ExecuteUpdateAsync(set => set.SetProperty(a => a.IsDoomed, true), cancellationToken) == 1
                )
                    return key;
            }

            return null;
        }
    }
}

/// <summary>What was let go.</summary>
public sealed record DeletedArtefacts(int Builds, int Objects);
