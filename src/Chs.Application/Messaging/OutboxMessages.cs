using System.Text.Json;
using Chs.Application.Ports;
using Chs.Domain.Messaging;

namespace Chs.Application.Messaging;

/// <summary>Writes the messages that follow from no domain event.</summary>
static class OutboxMessages
{
    /// <summary>Has a message delivered after the transaction.</summary>
    /// <typeparam name="T">What receivers know it by.</typeparam>
    public static void Post<T>(this IChsDb db, T message, DateTimeOffset now) =>
        db.Outbox.Add(OutboxMessage.Of(typeof(T).Name, JsonSerializer.Serialize(message), now));
}
