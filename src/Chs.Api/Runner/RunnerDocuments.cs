using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Chs.Api.Runner;

/// <summary>What the OpenAPI document says of the runner contract. The shapes stand here; <see cref="RunnerJson"/> writes them.</summary>
static class RunnerDocuments
{
    public static void ReadStudy(IEndpointConventionBuilder endpoint, string version) =>
        Describe<StudyAttributes>(endpoint, version, "readStudy", "Reads a study.", "Active ones everybody who is logged in, others whoever may read their details.");

    public static void ReadChild(IEndpointConventionBuilder endpoint, string version) =>
        Describe<ChildAttributes>(endpoint, version, "readChild", "Reads a child.", "Your own, or one with a consented response that you may read.");

    public static void ReadResponse(IEndpointConventionBuilder endpoint, string version) =>
        Describe<ResponseAttributes>(endpoint, version, "readResponse", "Reads a response.", "Of your own children, or a consented one that you may read.");

    public static void SaveResponse(IEndpointConventionBuilder endpoint, string version) => Describe<ResponseAttributes>(
        endpoint, version, "saveResponse", "Saves what a runner has so far.",
        "Only the child's parent. `exp_data` of a jsPsych session is the list of all trials so far: it may grow, its items may change, it can't shrink.", writes: true);

    public static void ReplaceResponse(IEndpointConventionBuilder endpoint, string version) => Describe<ResponseAttributes>(
        endpoint, version, "replaceResponse", "Saves a response as a whole.", "As saving, with every writable attribute.", writes: true);

    public static void ListPastSessions(IEndpointConventionBuilder endpoint, string version)
    {
        Common(endpoint, version, "listPastSessions", "Lists all sessions of the same child in the same study.", "Oldest first, without pages; for whoever may read the response named.");
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(200, typeof(RunnerList<ResponseAttributes>), [RunnerJson.MediaType]));
    }

    static void Describe<T>(IEndpointConventionBuilder endpoint, string version, string operation, string summary, string description, bool writes = false) where T : class
    {
        Common(endpoint, version, operation, summary, description);
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(200, typeof(RunnerDocument<T>), [RunnerJson.MediaType]));
        if (!writes) return;
        endpoint.WithMetadata(new RunnerBody(typeof(RunnerDocument<ResponseChanges>)));
        foreach (var status in (int[])[400, 403, 409, 413, 415]) endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(RunnerErrors), [RunnerJson.MediaType]));
    }

    static void Common(IEndpointConventionBuilder endpoint, string version, string operation, string summary, string description)
    {
        endpoint.WithName($"{operation}{version.ToUpperInvariant()}").WithSummary(summary).WithDescription(description).WithTags(version).WithGroupName("runner");
        foreach (var status in (int[])[401, 404, 406]) endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(RunnerErrors), [RunnerJson.MediaType]));
    }
}

/// <summary>Says to the OpenAPI document what is sent. (The framework's own metadata would choose endpoints by media type, and answer 405 for a wrong one.)</summary>
sealed record RunnerBody(Type Type);

/// <summary>A JSON:API document with one resource.</summary>
public sealed record RunnerDocument<T>([property: JsonPropertyName("data")] RunnerResource<T> Data) where T : class;

/// <summary>A JSON:API document with several resources, without pages.</summary>
public sealed record RunnerList<T>([property: JsonPropertyName("data")] IReadOnlyList<RunnerResource<T>> Data) where T : class;

/// <summary>One resource.</summary>
public sealed record RunnerResource<T> where T : class
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
    [JsonPropertyName("name")] public string? Name { get; init; }
    [JsonPropertyName("short_description")] public string? ShortDescription { get; init; }
    [JsonPropertyName("purpose")] public string? Purpose { get; init; }
    [JsonPropertyName("criteria")] public string? Criteria { get; init; }
    [JsonPropertyName("duration")] public string? Duration { get; init; }
    [JsonPropertyName("contact_info")] public string? ContactInfo { get; init; }
    [JsonPropertyName("image")] public string? Image { get; init; }
    [JsonPropertyName("structure")] public JsonNode? Structure { get; init; }
    [JsonPropertyName("generator")] public string? Generator { get; init; }
    [JsonPropertyName("use_generator")] public bool UseGenerator { get; init; }
    [JsonPropertyName("display_full_screen")] public bool DisplayFullScreen { get; init; }
    [JsonPropertyName("exit_url")] public string? ExitUrl { get; init; }
    [JsonPropertyName("state")] public string? State { get; init; }
    [JsonPropertyName("public")] public bool Public { get; init; }
    [JsonPropertyName("pk")] public long Pk { get; init; }
}

/// <summary>A child's attributes.</summary>
public sealed record ChildAttributes
{
    [JsonPropertyName("given_name")] public string? GivenName { get; init; }
    [JsonPropertyName("birthday")] public DateOnly Birthday { get; init; }
    [JsonPropertyName("gender")] public string? Gender { get; init; }
    [JsonPropertyName("age_at_birth")] public string? AgeAtBirth { get; init; }
    [JsonPropertyName("additional_information")] public string? AdditionalInformation { get; init; }
    [JsonPropertyName("language_list")] public string? LanguageList { get; init; }
    [JsonPropertyName("condition_list")] public string? ConditionList { get; init; }
    [JsonPropertyName("deleted")] public bool Deleted { get; init; }
    [JsonPropertyName("former_lookit_profile_id")] public string? FormerLookitProfileId { get; init; }
    [JsonPropertyName("pk")] public long Pk { get; init; }
}

/// <summary>What can be said about a response; what is absent stays.</summary>
public record ResponseChanges
{
    [JsonPropertyName("conditions")] public JsonNode? Conditions { get; init; }
    [JsonPropertyName("global_event_timings")] public JsonNode? GlobalEventTimings { get; init; }

    /// <summary>jsPsych: the list of all trials so far. Frameplayer: an object, frame id to frame.</summary>
    [JsonPropertyName("exp_data")]
    public JsonNode? ExpData { get; init; }

    /// <summary>Derived from the trials in a jsPsych session.</summary>
    [JsonPropertyName("sequence")]
    public IReadOnlyList<string>? Sequence { get; init; }

    [JsonPropertyName("completed")] public bool? Completed { get; init; }
    [JsonPropertyName("completed_consent_frame")] public bool? CompletedConsentFrame { get; init; }
    [JsonPropertyName("survey_consent")] public bool? SurveyConsent { get; init; }
    [JsonPropertyName("is_preview")] public bool? IsPreview { get; init; }

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

    [JsonPropertyName("pk")] public long Pk { get; init; }
    [JsonPropertyName("withdrawn")] public bool Withdrawn { get; init; }

    /// <summary>Not in answers to PUT and PATCH.</summary>
    /// <example>dYdURR</example>
    [JsonPropertyName("hash_child_id")]
    public string? HashChildId { get; init; }

    [JsonPropertyName("eligibility")] public IReadOnlyList<string>? Eligibility { get; init; }
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
