using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Domain.Messaging;
using Chs.Infrastructure.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chs.Infrastructure.Queues;

/// <summary>Delivers the outbox: each message at least once, by one process at a time.</summary>
/// <remarks>Messages that fail are delivered again later.</remarks>
sealed class OutboxDispatcher(IServiceScopeFactory scopes, TimeProvider time, ILogger<OutboxDispatcher> log)
    : BackgroundService
{
    static readonly TimeSpan PollingInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long a message belongs to the process that delivers it.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

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

            await Task.Delay(PollingInterval, time, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
        if (!await TryLeaseAsync(db, next, now, cancellationToken))
            return true;

        var message = await db.Outbox.SingleAsync(m => m.Id == next.Id, cancellationToken);
        await DeliverAsync(scope.ServiceProvider, message, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>
    /// Takes a message for this process. Of several processes only the first finds its lease unchanged.
    /// </summary>
    static async Task<bool> TryLeaseAsync(
        IChsDb db,
        OutboxMessage message,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var leased = await db
            .Outbox.Where(m => m.Id == message.Id && m.DeliveredAt == null && m.LeasedUntil == message.LeasedUntil)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(m => m.LeasedUntil, now + Lease).SetProperty(m => m.Attempts, m => m.Attempts + 1),
                cancellationToken
            );
        return leased == 1;
    }

    async Task DeliverAsync(IServiceProvider services, OutboxMessage message, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var receiver in services.GetServices<IOutboxReceiver>())
                await receiver.DeliverAsync(message, cancellationToken);
            message.MarkDelivered(time.GetUtcNow());
        }
        catch (MailUnencryptedException failure)
        {
            message.ScheduleRetry(time.GetUtcNow());
            // It is about a setting: where it was thrown says nothing.
            log.LogWarning("Message {Message} waits. {Reason}", message.Uuid, failure.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            message.ScheduleRetry(time.GetUtcNow());
            log.LogWarning(
                failure,
                "Message {Message} of kind {Kind} could not be delivered in attempt {Attempt}",
                message.Uuid,
                message.Kind,
                message.Attempts
            );
        }
    }
}
