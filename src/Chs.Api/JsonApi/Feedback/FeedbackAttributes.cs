using System.Text.Json.Serialization;

namespace Chs.Api.JsonApi.Feedback;

/// <summary>Attributes of feedback.</summary>
[JsonApiType("feedback")]
public sealed record FeedbackAttributes
{
    /// <example>Thank you, your child did great!</example>
    [JsonPropertyName("comment")]
    public string? Comment { get; init; }

    /// <summary>Always null.</summary>
    [JsonPropertyName("pk")]
    public long? Pk { get; init; }
}
