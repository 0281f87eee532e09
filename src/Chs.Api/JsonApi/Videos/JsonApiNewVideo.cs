using System.Text.Json.Serialization;

namespace Chs.Api.JsonApi.Videos;

/// <summary>A JSON:API document with a video that has no id yet.</summary>
public sealed record JsonApiNewVideo([property: JsonPropertyName("data")] JsonApiNewVideoResource Data);

/// <summary>A video to take note of.</summary>
[JsonApiType("videos")]
public sealed record JsonApiNewVideoResource
{
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("attributes")]
    public required VideoAttributes Attributes { get; init; }

    [JsonPropertyName("relationships")]
    public required JsonApiVideoParts Relationships { get; init; }
}

/// <summary>What a video belongs to.</summary>
public sealed record JsonApiVideoParts(
    [property: JsonPropertyName("study")] JsonApiIdentifierDocument Study,
    [property: JsonPropertyName("response")] JsonApiIdentifierDocument Response
);
