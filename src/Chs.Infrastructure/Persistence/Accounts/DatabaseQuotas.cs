using Chs.Application.Access;
using Chs.Application.Ports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chs.Infrastructure.Persistence.Accounts;

/// <summary>Counts in a table of the site's database.</summary>
sealed class DatabaseQuotas(IServiceScopeFactory scopes, TimeProvider time) : IQuotas
{
    public async Task<TimeSpan?> TakeAsync(IReadOnlyList<Quota> quotas, CancellationToken cancellationToken)
    {
        // Not the request's connection: its transaction is rolled back when the request is refused.
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChsDbContext>();
        var now = time.GetUtcNow();
        // Whoever goes on after the limit costs reads only, and never waits for the only writer of SQLite.
        if (await FindUsedUpAsync(db, quotas, now, cancellationToken) is { } wait)
            return wait;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var refused = await TakeInOrderAsync(db, quotas, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return refused;
    }

    public async Task ReturnAsync(Quota quota, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChsDbContext>();
        await db
            .QuotaUses.Where(use => use.Digest == quota.Digest && use.Taken > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(use => use.Taken, use => use.Taken - 1), cancellationToken);
    }

    /// <returns>How long to wait for those that are used up; null when none is.</returns>
    static async Task<TimeSpan?> FindUsedUpAsync(
        ChsDbContext db,
        IReadOnlyList<Quota> quotas,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        string[] digests = [.. quotas.Select(quota => quota.Digest)];
        var uses = await db
            .QuotaUses.AsNoTracking()
            .Where(use => digests.Contains(use.Digest) && use.EndsAt > now)
            .ToListAsync(cancellationToken);
        var usedUp = uses.Where(use => quotas.Any(quota => quota.Digest == use.Digest && use.Taken >= quota.Permits));
        return usedUp.Max(use => (TimeSpan?)(use.EndsAt - now));
    }

    static async Task<TimeSpan?> TakeInOrderAsync(
        ChsDbContext db,
        IReadOnlyList<Quota> quotas,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        foreach (var quota in quotas)
        {
            if (await TryTakeAsync(db, quota, now, cancellationToken))
                continue;
            // Somebody else took the last one since we looked.
            return await FindUsedUpAsync(db, [quota], now, cancellationToken) ?? quota.Window;
        }

        return null;
    }

    /// <summary>
    /// Takes one in one statement, so that of many at the same time no more succeed than the quota permits. A window that
    /// has ended is replaced by a new one.
    /// </summary>
    static async Task<bool> TryTakeAsync(
        ChsDbContext db,
        Quota quota,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var at = now.UtcDateTime;
        var end = at + quota.Window;
        var rows = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO quota_uses AS used (digest, taken, ends_at) VALUES ({quota.Digest}, 1, {end})
            ON CONFLICT (digest) DO UPDATE
               SET taken = CASE WHEN used.ends_at <= {at} THEN 1 ELSE used.taken + 1 END,
                   ends_at = CASE WHEN used.ends_at <= {at} THEN excluded.ends_at ELSE used.ends_at END
             WHERE used.ends_at <= {at} OR used.taken < {quota.Permits}
            """,
            cancellationToken
        );
        return rows > 0;
    }
}
