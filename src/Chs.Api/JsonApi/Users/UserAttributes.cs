using System.Text.Json.Serialization;

namespace Chs.Api.JsonApi.Users;

/// <summary>A user's attributes.</summary>
[JsonApiType("users")]
public sealed record UserAttributes
{
    [JsonPropertyName("given_name")]
    public string? GivenName { get; init; }

    [JsonPropertyName("middle_name")]
    public string? MiddleName { get; init; }

    [JsonPropertyName("family_name")]
    public string? FamilyName { get; init; }

    [JsonPropertyName("nickname")]
    public string? Nickname { get; init; }

    /// <summary>A picture as data URL.</summary>
    [JsonPropertyName("identicon")]
    public string? Identicon { get; init; }

    [JsonPropertyName("is_active")]
    public bool IsActive { get; init; }

    [JsonPropertyName("is_staff")]
    public bool IsStaff { get; init; }

    [JsonPropertyName("is_researcher")]
    public bool IsResearcher { get; init; }

    [JsonPropertyName("former_lookit_id")]
    public string? FormerLookitId { get; init; }

    [JsonPropertyName("linked_former_lookit_ids")]
    public IReadOnlyList<string>? LinkedFormerLookitIds { get; init; }

    [JsonPropertyName("email_next_session")]
    public bool EmailNextSession { get; init; }

    [JsonPropertyName("email_new_studies")]
    public bool EmailNewStudies { get; init; }

    [JsonPropertyName("email_study_updates")]
    public bool EmailStudyUpdates { get; init; }

    [JsonPropertyName("email_response_questions")]
    public bool EmailResponseQuestions { get; init; }

    [JsonPropertyName("date_created")]
    public DateTimeOffset DateCreated { get; init; }

    /// <summary>The e-mail address; only for holders of a right of its own.</summary>
    [JsonPropertyName("username")]
    public string? Username { get; init; }

    [JsonPropertyName("pk")]
    public long Pk { get; init; }
}
