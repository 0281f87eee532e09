using Chs.Domain.Messaging;

namespace Chs.Application.Messaging;

/// <summary>Hears of everything in the outbox, perhaps twice, and acts on what concerns it.</summary>
public interface IOutboxReceiver
{
    Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken);
}
