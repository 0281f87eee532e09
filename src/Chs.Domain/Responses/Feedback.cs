namespace Chs.Domain.Responses;

/// <summary>A researcher's comment for a family about its session.</summary>
public sealed class Feedback : Aggregate
{
    /// <summary>Longest comment, in characters.</summary>
    public const int MaximumLength = 20_000;

    Feedback() { }

    public long ResponseId { get; private init; }

    /// <summary>Key of the author; null once that account is deleted.</summary>
    public long? ResearcherId { get; private init; }

    public string Comment { get; private set; } = "";

    /// <summary>Null in imported feedback, where it is not known.</summary>
    public DateTimeOffset? CreatedAt { get; private init; }

    public static Feedback Give(Response response, string comment, Deed deed)
    {
        var feedback = new Feedback
        {
            Uuid = Guid.CreateVersion7(deed.At),
            ResponseId = response.Id,
            ResearcherId = deed.ByAccount,
            Comment = comment,
            CreatedAt = deed.At,
        };
        feedback.RecordCreation(new FeedbackGiven(feedback.Uuid, response.Uuid, deed.By, deed.At));
        return feedback;
    }

    public void SetComment(string comment)
    {
        Comment = comment;
        IncrementVersion();
    }
}
