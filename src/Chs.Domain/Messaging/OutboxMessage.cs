namespace Chs.Domain.Messaging;

/// <summary>Something to be told to others, written in the transaction of what it tells. Delivered at least once; receivers recognise <see cref="Uuid"/>.</summary>
public sealed class OutboxMessage
{
    OutboxMessage() { }

    public long Id { get; private init; }

    /// <summary>The same at every attempt.</summary>
    public Guid Uuid { get; private init; }

    /// <summary>Name of the event's type.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>The event as JSON text.</summary>
    public string Body { get; private init; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Nobody else takes the message before this instant.</summary>
    public DateTimeOffset LeasedUntil { get; private set; }

    /// <summary>Deliveries begun so far.</summary>
    public int Attempts { get; private set; }

    /// <summary>Null until delivered.</summary>
    public DateTimeOffset? DeliveredAt { get; private set; }

    public static OutboxMessage Of(string kind, string body, DateTimeOffset now) =>
        new()
        {
            Uuid = Guid.CreateVersion7(now),
            Kind = kind,
            Body = body,
            CreatedAt = now,
            LeasedUntil = now,
        };

    public void Delivered(DateTimeOffset now) => DeliveredAt = now;

    /// <summary>Puts the next attempt off: a second, then twice as long each time, at most an hour.</summary>
    public void Failed(DateTimeOffset now) =>
        LeasedUntil = now + TimeSpan.FromSeconds(Math.Min(3600, Math.Pow(2, Math.Min(Attempts, 12))));
}
