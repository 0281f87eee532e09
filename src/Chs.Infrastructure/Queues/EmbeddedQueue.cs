using Chs.Application.Ports;
using Chs.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chs.Infrastructure.Queues;

/// <summary>The queue as a table of our database: the embedded default.</summary>
/// <remarks>
/// A job that was taken is leased: when its process crashes, the job becomes available again as the lease ends.
/// </remarks>
/// <param name="lease">How long a job stays with a process that has gone silent.</param>
sealed class EmbeddedQueue(IServiceScopeFactory scopes, TimeProvider time, TimeSpan lease) : IJobQueue
{
    public static readonly TimeSpan DefaultLease = TimeSpan.FromSeconds(60);

    static readonly TimeSpan PollingInterval = TimeSpan.FromMilliseconds(500);

    public async Task PublishAsync(Guid job, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChsDbContext>();
        db.Set<EmbeddedJob>().Add(new EmbeddedJob { Job = job, AvailableAt = time.GetUtcNow() });
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task<IJobDelivery> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await TryTakeAsync(cancellationToken) is { } delivery)
                return delivery;
            await Task.Delay(PollingInterval, time, cancellationToken);
        }
    }

    async Task<IJobDelivery?> TryTakeAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var jobs = scope.ServiceProvider.GetRequiredService<ChsDbContext>().Set<EmbeddedJob>();
        var now = time.GetUtcNow();
        var next = await jobs.AsNoTracking()
            .Where(j => !j.IsDeadLetter && j.AvailableAt <= now)
            .OrderBy(j => j.AvailableAt)
            .ThenBy(j => j.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (next is null)
            return null;

        // Of several processes that found the same job, only the first finds it unchanged.
        var leaseId = Guid.NewGuid();
        var taken = await jobs.Where(j =>
                j.Id == next.Id && !j.IsDeadLetter && j.AvailableAt == next.AvailableAt && j.Lease == next.Lease
            )
            .ExecuteUpdateAsync(
                set => set.SetProperty(j => j.AvailableAt, now + lease).SetProperty(j => j.Lease, leaseId),
                cancellationToken
            );
        return taken == 1 ? new Delivery(this, next, leaseId) : null;
    }

    /// <returns>Always null: the queue works when the database does, which is checked elsewhere.</returns>
    public Task<string?> CheckHealthAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    DateTimeOffset Now => time.GetUtcNow();

    DateTimeOffset LeaseEnd => time.GetUtcNow() + lease;

    IServiceScopeFactory Scopes => scopes;

    sealed class Delivery(EmbeddedQueue queue, EmbeddedJob job, Guid lease) : IJobDelivery
    {
        bool _isSettled;

        public Guid Job => job.Job;

        public int TimesDelayed => job.TimesDelayed;

        public Task RenewAsync(CancellationToken cancellationToken)
        {
            var leaseEnd = queue.LeaseEnd;
            return WriteAsync(row =>
                row.ExecuteUpdateAsync(set => set.SetProperty(j => j.AvailableAt, leaseEnd), cancellationToken)
            );
        }

        public Task CompleteAsync(CancellationToken cancellationToken) =>
            SettleAsync(row => row.ExecuteDeleteAsync(cancellationToken));

        public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
        {
            var availableAt = queue.Now + delay;
            return SettleAsync(row =>
                row.ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(j => j.AvailableAt, availableAt)
                            .SetProperty(j => j.Lease, (Guid?)null)
                            .SetProperty(j => j.TimesDelayed, j => j.TimesDelayed + 1),
                    cancellationToken
                )
            );
        }

        public Task DeadLetterAsync(CancellationToken cancellationToken) =>
            SettleAsync(row =>
                row.ExecuteUpdateAsync(set => set.SetProperty(j => j.IsDeadLetter, true), cancellationToken)
            );

        public async ValueTask DisposeAsync()
        {
            if (_isSettled)
                return;
            var availableAt = queue.Now;
            await SettleAsync(row =>
                row.ExecuteUpdateAsync(
                    set => set.SetProperty(j => j.AvailableAt, availableAt).SetProperty(j => j.Lease, (Guid?)null),
                    default
                )
            );
        }

        Task SettleAsync(Func<IQueryable<EmbeddedJob>, Task<int>> write)
        {
            _isSettled = true;
            return WriteAsync(write);
        }

        /// <summary>Writes the job's row if the lease is still ours; otherwise nothing changes.</summary>
        async Task WriteAsync(Func<IQueryable<EmbeddedJob>, Task<int>> write)
        {
            await using var scope = queue.Scopes.CreateAsyncScope();
            var jobs = scope.ServiceProvider.GetRequiredService<ChsDbContext>().Set<EmbeddedJob>();
            await write(jobs.Where(j => j.Id == job.Id && j.Lease == lease));
        }
    }
}
