using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Chs.Api.JsonApi.Demographics;

/// <summary>A family's answers to the demographic survey.</summary>
[JsonApiType("demographics")]
public sealed record DemographicAttributes
{
    [JsonPropertyName("number_of_children")]
    public string? NumberOfChildren { get; init; }

    [JsonPropertyName("child_birthdays")]
    public IReadOnlyList<DateOnly>? ChildBirthdays { get; init; }

    [JsonPropertyName("number_of_guardians")]
    public string? NumberOfGuardians { get; init; }

    [JsonPropertyName("guardians_explanation")]
    public string? GuardiansExplanation { get; init; }

    [JsonPropertyName("us_race_ethnicity_identification")]
    public IReadOnlyList<string>? UsRaceEthnicityIdentification { get; init; }

    [JsonPropertyName("us_race_ethnicity_identification_describe")]
    public string? UsRaceEthnicityIdentificationDescribe { get; init; }

    [JsonPropertyName("age")]
    public string? Age { get; init; }

    [JsonPropertyName("gender")]
    public string? Gender { get; init; }

    [JsonPropertyName("education_level")]
    public string? EducationLevel { get; init; }

    [JsonPropertyName("annual_income")]
    public string? AnnualIncome { get; init; }

    [JsonPropertyName("former_lookit_annual_income")]
    public string? FormerLookitAnnualIncome { get; init; }

    [JsonPropertyName("lookit_referrer")]
    public string? LookitReferrer { get; init; }

    [JsonPropertyName("additional_comments")]
    public string? AdditionalComments { get; init; }

    [JsonPropertyName("country")]
    public string? Country { get; init; }

    [JsonPropertyName("state")]
    public string? State { get; init; }

    [JsonPropertyName("density")]
    public string? Density { get; init; }

    [JsonPropertyName("extra")]
    public JsonNode? Extra { get; init; }

    [JsonPropertyName("date_created")]
    public DateTimeOffset DateCreated { get; init; }

    [JsonPropertyName("pk")]
    public long Pk { get; init; }
}
