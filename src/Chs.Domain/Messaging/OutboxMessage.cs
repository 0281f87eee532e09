namespace Chs.Domain.Messaging;

/// <summary>An event to be delivered to its handlers, saved in the transaction of the change that raised it.</summary>
/// <remarks>Delivered at least once; receivers recognise repetitions by <see cref="Uuid"/>.</remarks>
public sealed class OutboxMessage
{
    OutboxMessage() { }

    public long Id { get; private init; }

    /// <summary>The same in every attempt to deliver.</summary>
    public Guid Uuid { get; private init; }

    /// <summary>Name of the event's type.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>The event as JSON text.</summary>
    public string Body { get; private init; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>No dispatcher takes the message before this time.</summary>
    public DateTimeOffset LeasedUntil { get; private set; }

    /// <summary>Number of deliveries begun so far.</summary>
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

    public void MarkDelivered(DateTimeOffset now) => DeliveredAt = now;

    /// <summary>Schedules the next attempt: after one second, then after twice as long each time, at most after an hour.</summary>
    public void ScheduleRetry(DateTimeOffset now)
    {
        var seconds = Math.Min(3600, Math.Pow(2, Math.Min(Attempts, 12)));
        LeasedUntil = now + TimeSpan.FromSeconds(seconds);
    }
}
