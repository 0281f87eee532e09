using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Chs.Api.JsonApi.Studies;

/// <summary>A study's attributes.</summary>
[JsonApiType("studies")]
public sealed record StudyAttributes
{
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("short_description")]
    public string? ShortDescription { get; init; }

    [JsonPropertyName("purpose")]
    public string? Purpose { get; init; }

    [JsonPropertyName("criteria")]
    public string? Criteria { get; init; }

    [JsonPropertyName("duration")]
    public string? Duration { get; init; }

    [JsonPropertyName("contact_info")]
    public string? ContactInfo { get; init; }

    [JsonPropertyName("image")]
    public string? Image { get; init; }

    [JsonPropertyName("structure")]
    public JsonNode? Structure { get; init; }

    [JsonPropertyName("generator")]
    public string? Generator { get; init; }

    [JsonPropertyName("use_generator")]
    public bool UseGenerator { get; init; }

    [JsonPropertyName("display_full_screen")]
    public bool DisplayFullScreen { get; init; }

    [JsonPropertyName("exit_url")]
    public string? ExitUrl { get; init; }

    [JsonPropertyName("state")]
    public string? State { get; init; }

    [JsonPropertyName("public")]
    public bool Public { get; init; }

    [JsonPropertyName("pk")]
    public long Pk { get; init; }
}
