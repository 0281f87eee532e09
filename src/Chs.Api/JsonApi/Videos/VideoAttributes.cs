using System.Text.Json.Serialization;

namespace Chs.Api.JsonApi.Videos;

/// <summary>A video's attributes.</summary>
[JsonApiType("videos")]
public sealed record VideoAttributes
{
    [JsonPropertyName("pipe_name")]
    public string? PipeName { get; init; }

    [JsonPropertyName("pipe_numeric_id")]
    public int? PipeNumericId { get; init; }

    [JsonPropertyName("s3_timestamp")]
    public DateTimeOffset S3Timestamp { get; init; }

    /// <example>1-video-consent</example>
    [JsonPropertyName("frame_id")]
    public string? FrameId { get; init; }

    /// <summary>Key of the object; unique.</summary>
    [JsonPropertyName("full_name")]
    public string? FullName { get; init; }

    [JsonPropertyName("is_consent_footage")]
    public bool IsConsentFootage { get; init; }

    /// <summary>Always null.</summary>
    [JsonPropertyName("pk")]
    public long? Pk { get; init; }
}
