namespace Chs.Domain;

/// <summary>An entity that is loaded, changed and saved as a whole. Holds keys of other aggregates, never references.</summary>
public abstract class Aggregate
{
    readonly List<DomainEvent> _events = [];

    /// <summary>Primary key. Unknown until saved, so events and contracts use <see cref="Uuid"/>.</summary>
    public long Id { get; private init; }

    /// <summary>The public id. CHS creates version 7, which keeps new rows together in the index.</summary>
    public Guid Uuid { get; protected init; }

    /// <summary>Number of accepted changes, starting at 1; identical on both databases. The v3 contract shows it as ETag.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>Why a change is refused to somebody who read another version; null: it isn't.</summary>
    /// <param name="read">The versions that were read; null: any.</param>
    public Error? StaleUnless(ExpectedVersions? read) =>
        read is { } versions && !versions.Contains(Version) ? Error.StaleAt(Version) : null;

    /// <summary>Counts a change that raises no event.</summary>
    protected void IncrementVersion() => Version++;

    /// <summary>Counts a change and raises its event.</summary>
    protected void Record(DomainEvent domainEvent)
    {
        _events.Add(domainEvent);
        Version++;
    }

    /// <summary>
    /// Raises an event that is no change, so that two at once, such as two log-ins, don't refuse each other. The version
    /// stays.
    /// </summary>
    protected void Tell(DomainEvent domainEvent) => _events.Add(domainEvent);

    /// <summary>Raises the event of the creation. The version stays 1.</summary>
    protected void RecordCreation(DomainEvent domainEvent) => _events.Add(domainEvent);

    /// <summary>Returns the events raised since the last call, and forgets them.</summary>
    public IReadOnlyList<DomainEvent> TakeEvents()
    {
        DomainEvent[] taken = [.. _events];
        _events.Clear();
        return taken;
    }
}
