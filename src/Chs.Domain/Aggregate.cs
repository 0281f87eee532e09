namespace Chs.Domain;

/// <summary>Something that happened to an aggregate. Saved to the outbox in the transaction of the change, delivered later at least once.</summary>
/// <param name="At">When it happened, UTC.</param>
public abstract record DomainEvent(DateTimeOffset At);

/// <summary>What is loaded, changed and saved as one. Holds keys of other aggregates, never references.</summary>
public abstract class Aggregate
{
    readonly List<DomainEvent> _events = [];

    /// <summary>Key of the tables. Unknown until saved: events and contracts use <see cref="Uuid"/>.</summary>
    public long Id { get; private init; }

    /// <summary>The public id; version 7 for what CHS makes, so new rows are neighbours in the index.</summary>
    public Guid Uuid { get; protected init; }

    /// <summary>Counts accepted changes, alike on both databases. The v3 contract shows it as ETag.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>Says that a change was accepted that nobody else needs to hear of.</summary>
    protected void Changed() => Version++;

    protected void Record(DomainEvent what)
    {
        _events.Add(what);
        Version++;
    }

    /// <summary>Says that the thing was made: version stays 1.</summary>
    protected void RecordCreation(DomainEvent what) => _events.Add(what);

    public IReadOnlyList<DomainEvent> TakeEvents()
    {
        DomainEvent[] taken = [.. _events];
        _events.Clear();
        return taken;
    }
}
