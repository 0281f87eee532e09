using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Domain.Builds;
using Chs.Domain.Messaging;

namespace Chs.Application.Builds;

/// <summary>
/// Publishes requested builds to the job queue. A message that is delivered twice publishes a second job, which workers
/// recognise as done.
/// </summary>
sealed class BuildQueuePublisher(IJobQueue queue, BuildStore builds) : IOutboxReceiver
{
    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        Guid? requested = message.Kind switch
        {
            nameof(BuildRequested) => Mailings.Read<BuildRequested>(message).Build,
            nameof(BuildRequeued) => Mailings.Read<BuildRequeued>(message).Build,
            _ => null,
        };
        if (requested is not { } id)
            return;

        await queue.PublishAsync(id, cancellationToken);
        await builds.MarkEnqueuedAsync(id, cancellationToken);
    }
}
