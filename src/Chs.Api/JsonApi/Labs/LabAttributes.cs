using System.Text.Json.Serialization;

namespace Chs.Api.JsonApi.Labs;

/// <summary>A lab's attributes.</summary>
[JsonApiType("labs")]
public sealed record LabAttributes
{
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("institution")]
    public string? Institution { get; init; }

    [JsonPropertyName("principal_investigator_name")]
    public string? PrincipalInvestigatorName { get; init; }

    [JsonPropertyName("lab_website")]
    public string? LabWebsite { get; init; }

    [JsonPropertyName("description")]
    public string? Description { get; init; }

    [JsonPropertyName("approved_to_test")]
    public bool ApprovedToTest { get; init; }

    [JsonPropertyName("pk")]
    public long Pk { get; init; }
}
