using Chs.Application.Messaging;
using Chs.Application.Ports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chs.Infrastructure.Queues;

/// <summary>Delivers what was written to the outbox: at least once, each message by one process at a time, failed ones later again.</summary>
sealed class OutboxDispatcher(IServiceScopeFactory scopes, TimeProvider time, ILogger<OutboxDispatcher> log)
    : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1),
        Lease = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await DeliverNextAsync(stoppingToken))
                    continue;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogError(failure, "The outbox can't be read");
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Whether there was something to deliver.</returns>
    internal async Task<bool> DeliverNextAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IChsDb>();
        var now = time.GetUtcNow();
        var next = await db
            .Outbox.AsNoTracking()
            .Where(m => m.DeliveredAt == null && m.LeasedUntil <= now)
            .OrderBy(m => m.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (next is null)
            return false;

        // Of several processes one finds the lease as it was.
        var leased = await db
            .Outbox.Where(m => m.Id == next.Id && m.DeliveredAt == null && m.LeasedUntil == next.LeasedUntil)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(m => m.LeasedUntil, now + Lease).SetProperty(m => m.Attempts, m => m.Attempts + 1),
                cancellationToken
            );
        if (leased == 0)
            return true;

        var message = await db.Outbox.SingleAsync(m => m.Id == next.Id, cancellationToken);
        try
        {
            foreach (var receiver in scope.ServiceProvider.GetServices<IOutboxReceiver>())
                await receiver.DeliverAsync(message, cancellationToken);
            message.Delivered(time.GetUtcNow());
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            message.Failed(time.GetUtcNow());
            log.LogWarning(
                failure,
                "Message {Message} of kind {Kind} could not be delivered in attempt {Attempt}",
                message.Uuid,
                message.Kind,
                message.Attempts
            );
        }

        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
