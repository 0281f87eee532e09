namespace Chs.Domain.Accounts;

/// <summary>A family's answers to the demographic survey at one point in time. Never changed: new answers are a new snapshot.</summary>
public sealed class DemographicSnapshot
{
    DemographicSnapshot() { }

    public long Id { get; private init; }
    public Guid Uuid { get; private init; }

    /// <summary>Null once that account is deleted.</summary>
    public long? UserId { get; private init; }

    /// <summary>Key of the previous snapshot; null for the first.</summary>
    public long? PreviousId { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }
    public DemographicAnswers Answers { get; private init; } = DemographicAnswers.None;

    public static DemographicSnapshot Take(long user, long? previous, DemographicAnswers answers, DateTimeOffset now) =>
        new()
        {
            Uuid = Guid.CreateVersion7(now),
            UserId = user,
            PreviousId = previous,
            Answers = answers,
            CreatedAt = now,
        };
}
