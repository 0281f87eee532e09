namespace Chs.Domain;

/// <summary>Something that happened to an aggregate.</summary>
/// <remarks>Saved to the outbox in the same transaction as the change, delivered afterwards at least once.</remarks>
/// <param name="At">When it happened, UTC.</param>
public abstract record DomainEvent(DateTimeOffset At);
