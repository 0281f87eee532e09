using Chs.Domain.Messaging;

namespace Chs.Application.Messaging;

/// <summary>
/// Receives every outbox message and handles the kinds that concern it. A message may be delivered more than once.
/// </summary>
public interface IOutboxReceiver
{
    Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken);
}
