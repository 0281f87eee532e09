namespace Chs.Domain.Responses;

/// <summary>A researcher's comment for a family about its session.</summary>
public sealed class Feedback : Aggregate
{
    Feedback() { }

    public long ResponseId { get; private init; }

    /// <summary>Key of the author; null once that account is deleted.</summary>
    public long? ResearcherId { get; private init; }

    public string Comment { get; private set; } = "";

    /// <summary>Null in imported feedback, where it is not known.</summary>
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

    public void SetComment(string comment)
    {
        Comment = comment;
        IncrementVersion();
    }
}
