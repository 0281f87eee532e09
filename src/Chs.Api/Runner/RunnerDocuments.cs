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

    public static void ReadLab(IEndpointConventionBuilder endpoint, string version) =>
        Describe<LabAttributes>(endpoint, version, "readLab", "Reads a lab.", "Approved ones, whoever is logged in.");

    public static void ListStudies(IEndpointConventionBuilder endpoint, string version) =>
        DescribePage<StudyAttributes>(endpoint, version, "listStudies", "Lists studies, last modified first.", "Active and public ones; researchers see also those whose details they may read.");

    public static void ListChildren(IEndpointConventionBuilder endpoint, string version) =>
        DescribePage<ChildAttributes>(endpoint, version, "listChildren", "Lists children, youngest first.", "Your own, and those with a consented response that you may read. `ordering=birthday` turns the order round.", "ordering");

    public static void ListLabs(IEndpointConventionBuilder endpoint, string version) =>
        DescribePage<LabAttributes>(endpoint, version, "listLabs", "Lists labs by name.", "Approved ones.");

    public static void ListResponses(IEndpointConventionBuilder endpoint, string version) =>
        DescribePage<ResponseAttributes>(endpoint, version, "listResponses", "Lists responses, last modified first.", "Of your own children, and consented ones that you may read.", "child", "study");

    public static void ListResponsesOfStudy(IEndpointConventionBuilder endpoint, string version) =>
        DescribePage<ResponseAttributes>(endpoint, version, "listResponsesOfStudy", "Lists a study's responses, last modified first.", "Of your own children, and those that you may read as a researcher. With `child`: only of that child, if it is yours.", "child");

    public static void CreateResponse(IEndpointConventionBuilder endpoint, string version) => Create(endpoint, version, "createResponse");

    public static void CreateResponseOfStudy(IEndpointConventionBuilder endpoint, string version) => Create(endpoint, version, "createResponseOfStudy");

    public static void ListFeedback(IEndpointConventionBuilder endpoint, string version) =>
        DescribePage<FeedbackAttributes>(endpoint, version, "listFeedback", "Lists feedback, newest first.", "On responses of your own children, and on those that you may read.");

    public static void ReadFeedback(IEndpointConventionBuilder endpoint, string version) =>
        Describe<FeedbackAttributes>(endpoint, version, "readFeedback", "Reads feedback.", "On responses of your own children, and on those that you may read.");

    public static void RewriteFeedback(IEndpointConventionBuilder endpoint, string version) =>
        DescribeFeedback(endpoint, version, "rewriteFeedback", "Rewrites feedback.", 200);

    public static void ReplaceFeedback(IEndpointConventionBuilder endpoint, string version) =>
        DescribeFeedback(endpoint, version, "replaceFeedback", "Rewrites feedback as a whole.", 200);

    public static void GiveFeedback(IEndpointConventionBuilder endpoint, string version) =>
        DescribeFeedback(endpoint, version, "giveFeedback", "Gives feedback on a response.", 201);

    static void DescribeFeedback(IEndpointConventionBuilder endpoint, string version, string operation, string summary, int status)
    {
        Common(endpoint, version, operation, summary, "Needs the right to feedback on the response's study.");
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(RunnerDocument<FeedbackAttributes>), [RunnerJson.MediaType]));
        Writes(endpoint, status == 201 ? typeof(RunnerNewFeedback) : typeof(RunnerDocument<FeedbackAttributes>));
    }

    static void Create(IEndpointConventionBuilder endpoint, string version, string operation)
    {
        Common(endpoint, version, operation, "Makes a response for one of your children.", "The relationships study and child are needed, attributes aren't. The study must be active, or one that you may preview: then the response is a preview.");
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(201, typeof(RunnerDocument<ResponseAttributes>), [RunnerJson.MediaType]));
        Writes(endpoint, typeof(RunnerNewDocument<ResponseChanges>));
    }

    static void DescribePage<T>(IEndpointConventionBuilder endpoint, string version, string operation, string summary, string description, params string[] filters) where T : class
    {
        Common(endpoint, version, operation, summary, description);
        endpoint.WithMetadata(new RunnerQuery([.. filters, "page", "page_size"]));
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(200, typeof(RunnerPage<T>), [RunnerJson.MediaType]));
        if (filters.Any(filter => filter is "child" or "study")) endpoint.WithMetadata(new ProducesResponseTypeMetadata(400, typeof(RunnerErrors), [RunnerJson.MediaType]));
    }

    static void Writes(IEndpointConventionBuilder endpoint, Type body)
    {
        endpoint.WithMetadata(new RunnerBody(body));
        foreach (var status in (int[])[400, 403, 409, 413, 415]) endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(RunnerErrors), [RunnerJson.MediaType]));
    }

    public static void ListPastSessions(IEndpointConventionBuilder endpoint, string version)
    {
        Common(endpoint, version, "listPastSessions", "Lists all sessions of the same child in the same study.", "Oldest first, without pages; for whoever may read the response named.");
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(200, typeof(RunnerList<ResponseAttributes>), [RunnerJson.MediaType]));
    }

    static void Describe<T>(IEndpointConventionBuilder endpoint, string version, string operation, string summary, string description, bool writes = false) where T : class
    {
        Common(endpoint, version, operation, summary, description);
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(200, typeof(RunnerDocument<T>), [RunnerJson.MediaType]));
        if (writes) Writes(endpoint, typeof(RunnerDocument<ResponseChanges>));
    }

    static void Common(IEndpointConventionBuilder endpoint, string version, string operation, string summary, string description)
    {
        endpoint.WithName($"{operation}{version.ToUpperInvariant()}").WithSummary(summary).WithDescription(description).WithTags(version).WithGroupName("runner");
        foreach (var status in (int[])[401, 404, 406]) endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(RunnerErrors), [RunnerJson.MediaType]));
    }
}

/// <summary>Says to the OpenAPI document what is sent. (The framework's own metadata would choose endpoints by media type, and answer 405 for a wrong one.)</summary>
sealed record RunnerBody(Type Type);

/// <summary>Says to the OpenAPI document which parameters the query takes.</summary>
sealed record RunnerQuery(IReadOnlyList<string> Names);

/// <summary>A JSON:API document with one page of resources.</summary>
public sealed record RunnerPage<T>([property: JsonPropertyName("links")] RunnerPageLinks Links, [property: JsonPropertyName("data")] IReadOnlyList<RunnerResource<T>> Data) where T : class;

/// <summary>Absolute addresses of other pages, and where we are.</summary>
public sealed record RunnerPageLinks(
    [property: JsonPropertyName("first")] string First,
    [property: JsonPropertyName("last")] string Last,
    [property: JsonPropertyName("next")] string? Next,
    [property: JsonPropertyName("prev")] string? Prev,
    [property: JsonPropertyName("meta")] RunnerPageMeta Meta);

/// <summary>Where we are in a list.</summary>
public sealed record RunnerPageMeta([property: JsonPropertyName("page")] int Page, [property: JsonPropertyName("pages")] int Pages, [property: JsonPropertyName("count")] int Count);

/// <summary>A JSON:API document with a resource that has no id yet.</summary>
public sealed record RunnerNewDocument<T>([property: JsonPropertyName("data")] RunnerNewResource<T> Data) where T : class;

/// <summary>A resource to be made.</summary>
public sealed record RunnerNewResource<T> where T : class
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
public sealed record RunnerParts([property: JsonPropertyName("study")] RunnerIdentifierDocument Study, [property: JsonPropertyName("child")] RunnerIdentifierDocument Child);

/// <summary>A relationship to one resource.</summary>
public sealed record RunnerIdentifierDocument([property: JsonPropertyName("data")] RunnerIdentifier Data);

/// <summary>Names a resource.</summary>
public sealed record RunnerIdentifier([property: JsonPropertyName("type")] string Type, [property: JsonPropertyName("id")] Guid Id);

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
    [JsonPropertyName("name")] public string? Name { get; init; }
    [JsonPropertyName("institution")] public string? Institution { get; init; }
    [JsonPropertyName("principal_investigator_name")] public string? PrincipalInvestigatorName { get; init; }
    [JsonPropertyName("lab_website")] public string? LabWebsite { get; init; }
    [JsonPropertyName("description")] public string? Description { get; init; }
    [JsonPropertyName("approved_to_test")] public bool ApprovedToTest { get; init; }
    [JsonPropertyName("pk")] public long Pk { get; init; }
}

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
