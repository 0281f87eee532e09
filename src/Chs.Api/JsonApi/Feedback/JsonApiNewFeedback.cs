using System.Text.Json.Serialization;

namespace Chs.Api.JsonApi.Feedback;

/// <summary>A JSON:API document with feedback that has no id yet.</summary>
public sealed record JsonApiNewFeedback([property: JsonPropertyName("data")] JsonApiNewFeedbackResource Data);

/// <summary>Feedback to be given.</summary>
[JsonApiType("feedback")]
public sealed record JsonApiNewFeedbackResource
{
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("attributes")]
    public required FeedbackComment Attributes { get; init; }

    [JsonPropertyName("relationships")]
    public required JsonApiFeedbackParts Relationships { get; init; }
}

/// <summary>What feedback is about.</summary>
public sealed record JsonApiFeedbackParts([property: JsonPropertyName("response")] JsonApiIdentifierDocument Response);
