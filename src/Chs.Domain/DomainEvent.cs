using System.Text.Json.Serialization;

namespace Chs.Domain;

/// <summary>Something that happened to an aggregate.</summary>
/// <remarks>
/// Saved to the outbox, the audit log and the study log in the same transaction as the change, and delivered afterwards
/// at least once.
/// </remarks>
/// <param name="At">When it happened, UTC.</param>
public abstract record DomainEvent(DateTimeOffset At)
{
    /// <summary>
    /// Database key of the user who did it; null when CHS did, where no log needs it, and in a delivered event.
    /// </summary>
    [JsonIgnore]
    public long? ByKey { get; init; }
}
