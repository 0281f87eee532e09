using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Chs.Api.JsonApi.Responses;

/// <summary>A response's attributes.</summary>
public record ResponseAttributes : ResponseChanges
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

/// <summary>A response's attributes, as lists of a child's earlier sessions show them.</summary>
[JsonApiType("past_sessions")]
public sealed record PastSessionAttributes : ResponseAttributes;

/// <summary>A response as a whole: every attribute that a runner writes is needed.</summary>
[JsonApiType("responses")]
public sealed record ResponseReplacement : ResponseChanges;

/// <summary>What can be said about a response; what is absent stays.</summary>
[JsonApiType("responses")]
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

    /// <summary>Once true it stays true; so do the two below.</summary>
    [JsonPropertyName("completed")]
    public bool? Completed { get; init; }

    [JsonPropertyName("completed_consent_frame")]
    public bool? CompletedConsentFrame { get; init; }

    [JsonPropertyName("survey_consent")]
    public bool? SurveyConsent { get; init; }

    /// <summary>Fixed when the session is made; ignored afterwards.</summary>
    [JsonPropertyName("is_preview")]
    public bool? IsPreview { get; init; }

    /// <example>jspsych</example>
    [JsonPropertyName("recording_method")]
    public string? RecordingMethod { get; init; }
}
