namespace Chs.Domain.Responses;

/// <summary>What a researcher tells a family about its session.</summary>
public sealed class Feedback : Aggregate
{
    Feedback() { }

    public long ResponseId { get; private init; }

    /// <summary>Key of who wrote it; null when that account is gone.</summary>
    public long? ResearcherId { get; private init; }

    public string Comment { get; private set; } = "";

    /// <summary>Null in imported feedback, where nobody knows.</summary>
    public DateTimeOffset? CreatedAt { get; private init; }

    public static Feedback Give(Response response, long researcher, string comment, DateTimeOffset now)
    {
        var feedback = new Feedback
        {
            Uuid = Guid.CreateVersion7(now),
            ResponseId = response.Id,
            ResearcherId = researcher,
            Comment = comment,
            CreatedAt = now,
        };
        feedback.RecordCreation(new FeedbackGiven(feedback.Uuid, response.Uuid, now));
        return feedback;
    }

    public void Rewrite(string comment)
    {
        Comment = comment;
        Changed();
    }
}

/// <summary>A family got feedback.</summary>
public sealed record FeedbackGiven(Guid Feedback, Guid Response, DateTimeOffset At) : DomainEvent(At);
