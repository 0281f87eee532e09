namespace Chs.Domain.Accounts;

/// <summary>A family's answers to the demographic survey at one moment. Never changed: a new answer is a new row.</summary>
public sealed class DemographicSnapshot
{
    DemographicSnapshot() { }

    public long Id { get; private init; }
    public Guid Uuid { get; private init; }
    public long UserId { get; private init; }
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>The answers as JSON text, one member per question.</summary>
    public string Answers { get; private init; } = "{}";

    public static DemographicSnapshot Take(long user, string answers, DateTimeOffset now) =>
        new() { Uuid = Guid.CreateVersion7(now), UserId = user, Answers = answers, CreatedAt = now };
}
