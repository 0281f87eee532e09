using System.Text.Json.Serialization;

namespace Chs.Api.JsonApi.Children;

/// <summary>A child's attributes.</summary>
[JsonApiType("children")]
public sealed record ChildAttributes
{
    [JsonPropertyName("given_name")]
    public string? GivenName { get; init; }

    [JsonPropertyName("birthday")]
    public DateOnly Birthday { get; init; }

    [JsonPropertyName("gender")]
    public string? Gender { get; init; }

    [JsonPropertyName("age_at_birth")]
    public string? AgeAtBirth { get; init; }

    [JsonPropertyName("additional_information")]
    public string? AdditionalInformation { get; init; }

    [JsonPropertyName("language_list")]
    public string? LanguageList { get; init; }

    [JsonPropertyName("condition_list")]
    public string? ConditionList { get; init; }

    [JsonPropertyName("deleted")]
    public bool Deleted { get; init; }

    [JsonPropertyName("former_lookit_profile_id")]
    public string? FormerLookitProfileId { get; init; }

    [JsonPropertyName("pk")]
    public long Pk { get; init; }
}
