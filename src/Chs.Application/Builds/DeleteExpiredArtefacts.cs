using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>
/// Removes the files of old builds that are no longer served, and then the objects that no build refers to.
/// </summary>
/// <remarks>
/// An object is marked, then removed from the store, then its row is deleted. A build that needs it meanwhile waits and
/// uploads it again. So each step is a transaction of its own.
/// </remarks>
public sealed record DeleteExpiredArtefacts : IRequest<Outcome<DeletedArtefacts>>, IOwnTransactions, ISystemRequest
{
    /// <summary>
    /// Candidates for removal that are read at once. Several are needed because a build may reserve one meanwhile.
    /// </summary>
    const int CandidateCount = 20;

    internal sealed class Handler(
        IChsDb db,
        Transactions transactions,
        IObjectStore store,
        BuildOptions options,
        TimeProvider time
    ) : IRequestHandler<DeleteExpiredArtefacts, Outcome<DeletedArtefacts>>
    {
        public async Task<Outcome<DeletedArtefacts>> Handle(
            DeleteExpiredArtefacts request,
            CancellationToken cancellationToken
        )
        {
            var before = time.GetUtcNow() - options.Retention;
            var builds = 0;
            while (await ExpireNextBuildAsync(before, cancellationToken) is { } recordKeys)
            {
                foreach (var key in recordKeys)
                    await store.DeleteAsync(key, cancellationToken);
                builds++;
            }

            var objects = 0;
            while (await MarkNextObjectAsync(before, cancellationToken) is { } key)
            {
                await store.DeleteAsync(key, cancellationToken);
                await db.StoredArtefacts.Where(a => a.Key == key && a.IsDoomed).ExecuteDeleteAsync(cancellationToken);
                objects++;
            }

            return new DeletedArtefacts(builds, objects);
        }

        /// <returns>
        /// Keys of the records that were stored with the expired build; null when there is none to expire, or when it
        /// is being changed at this moment, so that it waits for the next run.
        /// </returns>
        async Task<IReadOnlyList<string>?> ExpireNextBuildAsync(
            DateTimeOffset before,
            CancellationToken cancellationToken
        )
        {
            var expired = await transactions.RunAsync(() => ExpireAsync(before, cancellationToken), cancellationToken);
            return expired.Failed ? null : expired.Value.RecordKeys;
        }

        async Task<Outcome<ExpiredBuild>> ExpireAsync(DateTimeOffset before, CancellationToken cancellationToken)
        {
            var now = time.GetUtcNow();
            var build = await db.Builds.FirstOrDefaultAsync(
                b =>
                    b.State == BuildState.Succeeded
                    && !b.IsExpired
                    && b.EndedAt < before
                    && !db.Studies.Any(s => s.CurrentBuildId == b.Id)
                    && !db.Plays.Any(p => p.BuildId == b.Id && p.ExpiresAt > now),
                cancellationToken
            );
            if (build is null)
                return new ExpiredBuild(null);

            build.MarkExpired();
            await db.BuildFiles.Where(f => f.BuildId == build.Id).ExecuteDeleteAsync(cancellationToken);
            string?[] recordKeys = [build.ProvenanceKey, build.ComponentsKey];
            return new ExpiredBuild([.. recordKeys.OfType<string>()]);
        }

        /// <summary>Marks an object that no build refers to, so that no build can use it any more.</summary>
        /// <returns>Its key; null when there is none.</returns>
        async Task<string?> MarkNextObjectAsync(DateTimeOffset before, CancellationToken cancellationToken)
        {
            // A run that was interrupted leaves marked objects behind.
            var marked = await db
                .StoredArtefacts.Where(a => a.IsDoomed)
                .Select(a => a.Key)
                .FirstOrDefaultAsync(cancellationToken);
            if (marked is not null)
                return marked;

            var candidates = await db
                .StoredArtefacts.Where(a => a.LastUsedAt < before && !db.BuildFiles.Any(f => f.Digest == a.Digest))
                .OrderBy(a => a.Key)
                .Select(a => a.Key)
                .Take(CandidateCount)
                .ToListAsync(cancellationToken);
            foreach (var key in candidates)
                if (await TryMarkAsync(key, before, cancellationToken))
                    return key;
            return null;
        }

        /// <returns>False when a build has reserved the object meanwhile.</returns>
        async Task<bool> TryMarkAsync(string key, DateTimeOffset before, CancellationToken cancellationToken)
        {
            var updated = await db
                .StoredArtefacts.Where(a => a.Key == key && a.LastUsedAt < before)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.IsDoomed, true), cancellationToken);
            return updated == 1;
        }

        /// <param name="RecordKeys">Keys of its records in the object store; null: there was no build.</param>
        sealed record ExpiredBuild(IReadOnlyList<string>? RecordKeys);
    }
}

/// <summary>What was removed.</summary>
/// <param name="Builds">Builds whose files were removed.</param>
/// <param name="Objects">Objects that were removed from the store.</param>
public sealed record DeletedArtefacts(int Builds, int Objects);
