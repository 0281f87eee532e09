using Chs.Application.Ports;
using Chs.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;

namespace Chs.Infrastructure.Queues;

/// <summary>The queue as a table of the same database: the embedded default. An order in hand is leased; whoever dies holding it loses it.</summary>
sealed class EmbeddedQueue(IServiceScopeFactory scopes, TimeProvider time, QueueSettings settings) : IJobQueue
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

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
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    async Task<IJobDelivery?> TryTakeAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var jobs = scope.ServiceProvider.GetRequiredService<ChsDbContext>().Set<EmbeddedJob>();
        var now = time.GetUtcNow();
        var next = await jobs.AsNoTracking()
            .Where(j => !j.IsBuried && j.AvailableAt <= now)
            .OrderBy(j => j.AvailableAt)
            .ThenBy(j => j.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (next is null)
            return null;
        // Of several takers one finds the row as it was.
        var lease = Guid.NewGuid();
        var taken = await jobs.Where(j =>
                j.Id == next.Id && !j.IsBuried && j.AvailableAt == next.AvailableAt && j.Lease == next.Lease
            )
            .ExecuteUpdateAsync(
                set => set.SetProperty(j => j.AvailableAt, now + settings.Lease).SetProperty(j => j.Lease, lease),
                cancellationToken
            );
        return taken == 1 ? new Delivery(this, next.Id, next.Job, next.TimesPutOff, lease) : null;
    }

    public Task<string?> WhatIsMissingAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null); // the database's own readiness says it

    sealed class Delivery(EmbeddedQueue queue, long id, Guid job, int timesPutOff, Guid lease) : IJobDelivery
    {
        bool _isAnswered;

        public Guid Job => job;

        public int TimesDelayed => timesPutOff;

        public Task RenewAsync(CancellationToken cancellationToken) =>
            WithAsync(ours =>
                ours.ExecuteUpdateAsync(
                    set => set.SetProperty(j => j.AvailableAt, queue.Now + queue.Lease),
                    cancellationToken
                )
            );

        public Task CompleteAsync(CancellationToken cancellationToken) =>
            AnswerAsync(ours => ours.ExecuteDeleteAsync(cancellationToken));

        public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) =>
            AnswerAsync(ours =>
                ours.ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(j => j.AvailableAt, queue.Now + delay)
                            .SetProperty(j => j.Lease, (Guid?)null)
                            .SetProperty(j => j.TimesPutOff, j => j.TimesPutOff + 1),
                    cancellationToken
                )
            );

        public Task DeadLetterAsync(CancellationToken cancellationToken) =>
            AnswerAsync(ours =>
                ours.ExecuteUpdateAsync(set => set.SetProperty(j => j.IsBuried, true), cancellationToken)
            );

        public async ValueTask DisposeAsync()
        {
            if (!_isAnswered)
                await AnswerAsync(ours =>
                    ours.ExecuteUpdateAsync(
                        set => set.SetProperty(j => j.AvailableAt, queue.Now).SetProperty(j => j.Lease, (Guid?)null),
                        default
                    )
                );
        }

        Task AnswerAsync(Func<IQueryable<EmbeddedJob>, Task<int>> write)
        {
            _isAnswered = true;
            return WithAsync(write);
        }

        /// <summary>Only while the lease is ours: who lost it changes nothing.</summary>
        async Task WithAsync(Func<IQueryable<EmbeddedJob>, Task<int>> write)
        {
            await using var scope = queue.Scopes.CreateAsyncScope();
            await write(
                scope
                    .ServiceProvider.GetRequiredService<ChsDbContext>()
                    .Set<EmbeddedJob>()
                    .Where(j => j.Id == id && j.Lease == lease)
            );
        }
    }

    DateTimeOffset Now => time.GetUtcNow();

    TimeSpan Lease => settings.Lease;

    IServiceScopeFactory Scopes => scopes;
}

/// <summary>An order in the table.</summary>
sealed class EmbeddedJob
{
    public long Id { get; private init; }
    public Guid Job { get; init; }

    /// <summary>Nobody takes it before; while it is in hand, until its lease ends.</summary>
    public DateTimeOffset AvailableAt { get; init; }

    /// <summary>Of whoever has it in hand.</summary>
    public Guid? Lease { get; init; }

    public int TimesPutOff { get; init; }

    /// <summary>Laid aside for people to look at.</summary>
    public bool IsBuried { get; init; }
}

sealed class EmbeddedJobTable : IEntityTypeConfiguration<EmbeddedJob>
{
    public void Configure(EntityTypeBuilder<EmbeddedJob> job)
    {
        job.ToTable("jobs");
        job.HasIndex(j => j.AvailableAt).HasFilter("NOT is_buried");
    }
}
