namespace Chs.Infrastructure.Queues;

/// <summary>A job in the table of the embedded queue.</summary>
sealed class EmbeddedJob
{
    public long Id { get; private init; }
    public Guid Job { get; init; }

    /// <summary>When the job can be taken; while a process holds it, the end of its lease.</summary>
    public DateTimeOffset AvailableAt { get; init; }

    /// <summary>Identifies the delivery that holds the job; null when none does.</summary>
    public Guid? Lease { get; init; }

    public int TimesDelayed { get; init; }

    /// <summary>
    /// Whether the job is a dead letter: it isn't delivered any more, and kept for the operator to look at.
    /// </summary>
    public bool IsDeadLetter { get; init; }
}
