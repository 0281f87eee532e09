using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Domain.Messaging;

namespace Chs.Application.Builds;

/// <summary>Removes orphaned objects from the store. A message that is delivered twice does no harm.</summary>
sealed class OrphanedObjectRemover(IObjectStore store) : IOutboxReceiver
{
    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        if (message.Kind != nameof(ObjectsOrphaned))
            return;
        foreach (var key in Mailings.Read<ObjectsOrphaned>(message).Keys)
            await store.DeleteAsync(key, cancellationToken);
    }
}
