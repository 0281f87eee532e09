using System.Text.Json;
using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Domain.Builds;
using Chs.Domain.Messaging;

namespace Chs.Application.Builds;

/// <summary>
/// Publishes requested builds to the job queue. A message that is delivered twice publishes a second job, which workers
/// recognise as done.
/// </summary>
public sealed class BuildQueuePublisher(IChsDb db, IJobQueue queue, TimeProvider time) : IOutboxReceiver
{
    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        Guid? requested = message.Kind switch
        {
            nameof(BuildRequested) => JsonSerializer.Deserialize<BuildRequested>(message.Body)!.Build,
            nameof(BuildRequeued) => JsonSerializer.Deserialize<BuildRequeued>(message.Body)!.Build,
            _ => null,
        };
        if (requested is not { } id)
            return;

        await queue.PublishAsync(id, cancellationToken);
        await MarkEnqueuedAsync(id, cancellationToken);
    }

    async Task MarkEnqueuedAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginTransactionAsync(cancellationToken);
        if (await db.LockBuildAsync(id, cancellationToken) is not { } build)
            return;
        var now = time.GetUtcNow();
        if (build.MarkEnqueued(now))
            db.AppendEvents(build, [new BuildLine(BuildEventKind.State, nameof(BuildState.Queued))], now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
