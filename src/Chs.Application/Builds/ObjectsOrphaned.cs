using System.Text.Json;
using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Domain.Messaging;

namespace Chs.Application.Builds;

/// <summary>Objects that nothing names any more, since the transaction that wrote this: the store is asked after it, not within.</summary>
public sealed record ObjectsOrphaned(IReadOnlyList<string> Keys)
{
    internal OutboxMessage ToMessage(DateTimeOffset now) =>
        OutboxMessage.Of(nameof(ObjectsOrphaned), JsonSerializer.Serialize(this), now);
}

/// <summary>Removes them. Doing it twice changes nothing.</summary>
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
