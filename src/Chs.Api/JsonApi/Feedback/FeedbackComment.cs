using System.Text.Json.Serialization;

namespace Chs.Api.JsonApi.Feedback;

/// <summary>Feedback as a whole: the comment is needed.</summary>
[JsonApiType("feedback")]
public sealed record FeedbackComment
{
    /// <example>Thank you, your child did great!</example>
    [JsonPropertyName("comment")]
    public required string Comment { get; init; }

    /// <summary>Always null.</summary>
    [JsonPropertyName("pk")]
    public long? Pk { get; init; }
}
