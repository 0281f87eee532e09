using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Chs.Api.JsonApi;

// The shapes of v1 and v2 for the OpenAPI document; RunnerJson writes them.

/// <summary>Says to the OpenAPI document what is sent. (The framework's own metadata would choose endpoints by media type, and answer 405 for a wrong one.)</summary>
sealed record RunnerBody(Type Type);

/// <summary>Says to the OpenAPI document which parameters the query takes.</summary>
sealed record RunnerQuery(IReadOnlyList<string> Names);

/// <summary>Says to the OpenAPI document that nobody needs to be logged in.</summary>
sealed record RunnerForAnybody;

/// <summary>Says to the OpenAPI document which header is needed.</summary>
sealed record RunnerHeader(string Name, string Description);

/// <summary>Addresses of the lists.</summary>
public sealed record RunnerAddresses([property: JsonPropertyName("data")] RunnerAddressList Data);

/// <summary>Absolute addresses.</summary>
public sealed record RunnerAddressList(
    [property: JsonPropertyName("users")] string Users,
    [property: JsonPropertyName("studies")] string Studies,
    [property: JsonPropertyName("demographics")] string Demographics,
    [property: JsonPropertyName("children")] string Children,
    [property: JsonPropertyName("responses")] string Responses,
    [property: JsonPropertyName("labs")] string Labs,
    [property: JsonPropertyName("feedback")] string Feedback,
    [property: JsonPropertyName("video")] string Video
);

/// <summary>A JSON:API document with a film that has no id yet.</summary>
public sealed record RunnerNewVideo([property: JsonPropertyName("data")] RunnerNewVideoResource Data);

/// <summary>A film to take note of.</summary>
public sealed record RunnerNewVideoResource
{
    /// <example>videos</example>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("attributes")]
    public required VideoAttributes Attributes { get; init; }

    [JsonPropertyName("relationships")]
    public required RunnerVideoParts Relationships { get; init; }
}

/// <summary>What a film belongs to.</summary>
public sealed record RunnerVideoParts(
    [property: JsonPropertyName("study")] RunnerIdentifierDocument Study,
    [property: JsonPropertyName("response")] RunnerIdentifierDocument Response
);

/// <summary>A film's attributes.</summary>
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

/// <summary>A user's attributes.</summary>
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

/// <summary>A family's answers to the demographic survey.</summary>
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

/// <summary>A JSON:API document with one page of resources.</summary>
public sealed record RunnerPage<T>(
    [property: JsonPropertyName("links")] RunnerPageLinks Links,
    [property: JsonPropertyName("data")] IReadOnlyList<RunnerResource<T>> Data
)
    where T : class;

/// <summary>Absolute addresses of other pages, and where we are.</summary>
public sealed record RunnerPageLinks(
    [property: JsonPropertyName("first")] string First,
    [property: JsonPropertyName("last")] string Last,
    [property: JsonPropertyName("next")] string? Next,
    [property: JsonPropertyName("prev")] string? Prev,
    [property: JsonPropertyName("meta")] RunnerPageMeta Meta
);

/// <summary>Where we are in a list.</summary>
public sealed record RunnerPageMeta(
    [property: JsonPropertyName("page")] int Page,
    [property: JsonPropertyName("pages")] int Pages,
    [property: JsonPropertyName("count")] int Count
);

/// <summary>A JSON:API document with a resource that has no id yet.</summary>
public sealed record RunnerNewDocument<T>([property: JsonPropertyName("data")] RunnerNewResource<T> Data)
    where T : class;

/// <summary>A resource to be made.</summary>
public sealed record RunnerNewResource<T>
    where T : class
{
    /// <example>responses</example>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("attributes")]
    public T? Attributes { get; init; }

    [JsonPropertyName("relationships")]
    public required RunnerParts Relationships { get; init; }
}

/// <summary>Who takes part in what.</summary>
public sealed record RunnerParts(
    [property: JsonPropertyName("study")] RunnerIdentifierDocument Study,
    [property: JsonPropertyName("child")] RunnerIdentifierDocument Child
);

/// <summary>A relationship to one resource.</summary>
public sealed record RunnerIdentifierDocument([property: JsonPropertyName("data")] RunnerIdentifier Data);

/// <summary>Names a resource.</summary>
public sealed record RunnerIdentifier(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("id")] Guid Id
);

/// <summary>A JSON:API document with feedback that has no id yet.</summary>
public sealed record RunnerNewFeedback([property: JsonPropertyName("data")] RunnerNewFeedbackResource Data);

/// <summary>Feedback to be given.</summary>
public sealed record RunnerNewFeedbackResource
{
    /// <example>feedback</example>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("attributes")]
    public required FeedbackAttributes Attributes { get; init; }

    [JsonPropertyName("relationships")]
    public required RunnerFeedbackParts Relationships { get; init; }
}

/// <summary>What feedback is about.</summary>
public sealed record RunnerFeedbackParts([property: JsonPropertyName("response")] RunnerIdentifierDocument Response);

/// <summary>Attributes of feedback.</summary>
public sealed record FeedbackAttributes
{
    /// <example>Thank you, your child did great!</example>
    [JsonPropertyName("comment")]
    public string? Comment { get; init; }

    /// <summary>Always null.</summary>
    [JsonPropertyName("pk")]
    public long? Pk { get; init; }
}

/// <summary>A lab's attributes.</summary>
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

/// <summary>A JSON:API document with one resource.</summary>
public sealed record RunnerDocument<T>([property: JsonPropertyName("data")] RunnerResource<T> Data)
    where T : class;

/// <summary>A JSON:API document with several resources, without pages.</summary>
public sealed record RunnerList<T>([property: JsonPropertyName("data")] IReadOnlyList<RunnerResource<T>> Data)
    where T : class;

/// <summary>One resource.</summary>
public sealed record RunnerResource<T>
    where T : class
{
    /// <example>responses</example>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("id")]
    public required Guid Id { get; init; }

    [JsonPropertyName("attributes")]
    public required T Attributes { get; init; }

    /// <summary>Name to links, and to the identifier where it can be sent back.</summary>
    [JsonPropertyName("relationships")]
    public JsonObject? Relationships { get; init; }

    /// <summary><c>self</c>: absolute address.</summary>
    [JsonPropertyName("links")]
    public JsonObject? Links { get; init; }
}

/// <summary>A study's attributes.</summary>
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

/// <summary>A child's attributes.</summary>
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

/// <summary>What can be said about a response; what is absent stays.</summary>
public record ResponseChanges
{
    [JsonPropertyName("conditions")]
    public JsonNode? Conditions { get; init; }

    [JsonPropertyName("global_event_timings")]
    public JsonNode? GlobalEventTimings { get; init; }

    /// <summary>jsPsych: the list of all trials so far. Frameplayer: an object, frame id to frame.</summary>
    [JsonPropertyName("exp_data")]
    public JsonNode? ExpData { get; init; }

    /// <summary>Derived from the trials in a jsPsych session.</summary>
    [JsonPropertyName("sequence")]
    public IReadOnlyList<string>? Sequence { get; init; }

    [JsonPropertyName("completed")]
    public bool? Completed { get; init; }

    [JsonPropertyName("completed_consent_frame")]
    public bool? CompletedConsentFrame { get; init; }

    [JsonPropertyName("survey_consent")]
    public bool? SurveyConsent { get; init; }

    [JsonPropertyName("is_preview")]
    public bool? IsPreview { get; init; }

    /// <example>jspsych</example>
    [JsonPropertyName("recording_method")]
    public string? RecordingMethod { get; init; }
}

/// <summary>A response's attributes.</summary>
public sealed record ResponseAttributes : ResponseChanges
{
    /// <summary>Not in answers to PUT and PATCH.</summary>
    [JsonPropertyName("created_on")]
    public DateTimeOffset? CreatedOn { get; init; }

    [JsonPropertyName("pk")]
    public long Pk { get; init; }

    [JsonPropertyName("withdrawn")]
    public bool Withdrawn { get; init; }

    /// <summary>Not in answers to PUT and PATCH.</summary>
    /// <example>dYdURR</example>
    [JsonPropertyName("hash_child_id")]
    public string? HashChildId { get; init; }

    [JsonPropertyName("eligibility")]
    public IReadOnlyList<string>? Eligibility { get; init; }
}

/// <summary>Why a request was refused.</summary>
public sealed record RunnerErrors([property: JsonPropertyName("errors")] IReadOnlyList<RunnerErrorItem> Errors);

/// <summary>One fault.</summary>
public sealed record RunnerErrorItem
{
    /// <example>Not found.</example>
    [JsonPropertyName("detail")]
    public required string Detail { get; init; }

    /// <example>404</example>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>Where in the document; absent for what wasn't found.</summary>
    [JsonPropertyName("source")]
    public RunnerErrorSource? Source { get; init; }

    /// <example>not_found</example>
    [JsonPropertyName("code")]
    public required string Code { get; init; }
}

/// <summary>A place in a document.</summary>
/// <param name="Pointer">JSON pointer.</param>
public sealed record RunnerErrorSource([property: JsonPropertyName("pointer")] string Pointer);
