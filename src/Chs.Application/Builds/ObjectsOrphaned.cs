using System.Text.Json;
using Chs.Domain.Messaging;

namespace Chs.Application.Builds;

/// <summary>
/// Objects to which no row refers since the transaction that wrote this message. They are removed after it, because the
/// store isn't part of it.
/// </summary>
public sealed record ObjectsOrphaned(IReadOnlyList<string> Keys)
{
    internal OutboxMessage ToMessage(DateTimeOffset now) =>
        OutboxMessage.Of(nameof(ObjectsOrphaned), JsonSerializer.Serialize(this), now);
}
