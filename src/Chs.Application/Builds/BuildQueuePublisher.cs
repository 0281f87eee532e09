using System.Text.Json;
using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Domain.Builds;
using Chs.Domain.Messaging;

namespace Chs.Application.Builds;

/// <summary>Hands builds that were asked for over to the queue. A second delivery leads to a second order, which workers bear.</summary>
public sealed class BuildQueuePublisher(IChsDb db, IJobQueue queue, TimeProvider time) : IOutboxReceiver
{
    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        Guid? ordered = message.Kind switch
        {
            nameof(BuildRequested) => JsonSerializer.Deserialize<BuildRequested>(message.Body)!.Build,
            nameof(BuildRequeued) => JsonSerializer.Deserialize<BuildRequeued>(message.Body)!.Build,
            _ => null,
        };
        if (ordered is not { } id)
            return;

        await queue.PublishAsync(id, cancellationToken);
        await using var transaction = await db.BeginAsync(cancellationToken);
        if (await db.LockBuildAsync(id, cancellationToken) is not { } build)
            return;
        var now = time.GetUtcNow();
        if (build.Enqueued(now))
            db.Tell(build, [new BuildLine(BuildEventKind.State, nameof(BuildState.Queued))], now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
