using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Api.Runner;

/// <summary>Writes the resources of v1 and v2, by hand: a general library couldn't reproduce where the reference leaves JSON:API.</summary>
/// <param name="json">Where to.</param>
/// <param name="root">Address of the contract without the last slash, such as <c>https://host/api/v2</c>.</param>
sealed class RunnerJson(Utf8JsonWriter json, string root)
{
    public const string MediaType = "application/vnd.api+json";

    /// <summary>What we pass through was checked on arrival; checking it again would cost as much as writing it.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public void Study(RunnerStudy shown)
    {
        var (study, protocol) = (shown.Study, shown.Protocol);
        Begin("studies", study.Uuid);
        json.WriteString("name", study.Details.Name);
        json.WriteString("short_description", study.Details.ShortDescription);
        json.WriteString("purpose", study.Details.Purpose);
        json.WriteString("criteria", study.Details.Criteria);
        json.WriteString("duration", study.Details.Duration);
        json.WriteString("contact_info", study.Details.ContactInfo);
        json.WriteNull("image");
        Raw("structure", protocol.Structure);
        json.WriteString("generator", protocol.Generator);
        json.WriteBoolean("use_generator", protocol.UseGenerator);
        json.WriteBoolean("display_full_screen", study.FullScreen);
        json.WriteString("exit_url", ExitUrlOf(study));
        json.WriteString("state", study.State.ToString().ToLowerInvariant());
        json.WriteBoolean("public", study.IsPublic);
        json.WriteNumber("pk", study.Id);
        json.WriteEndObject();
        json.WriteStartObject("relationships");
        Related("responses", $"studies/{study.Uuid}/responses");
        json.WriteEndObject();
        End($"studies/{study.Uuid}");
    }

    public void Child(RunnerChild shown)
    {
        var child = shown.Child;
        Begin("children", child.Uuid);
        json.WriteString("given_name", child.GivenName);
        json.WriteString("birthday", child.Birthday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("gender", ChildTraits.GenderCode(child.Gender));
        json.WriteString("age_at_birth", ChildTraits.GestationalAgeLabel(child.GestationalAge));
        json.WriteString("additional_information", child.AdditionalInformation);
        json.WriteString("language_list", ChildTraits.Join(child.Languages, ChildTraits.Languages));
        json.WriteString("condition_list", ChildTraits.Join(child.Conditions, ChildTraits.Conditions));
        json.WriteBoolean("deleted", child.IsDeleted);
        json.WriteString("former_lookit_profile_id", "");
        json.WriteNumber("pk", child.Id);
        json.WriteEndObject();
        json.WriteStartObject("relationships");
        Related("user", $"users/{shown.ParentId}");
        json.WriteEndObject();
        End($"children/{child.Uuid}");
    }

    public void Lab(Lab lab)
    {
        Begin("labs", lab.Uuid);
        json.WriteString("name", lab.Name);
        json.WriteString("institution", lab.Institution);
        json.WriteString("principal_investigator_name", lab.PrincipalInvestigator);
        json.WriteString("lab_website", lab.Website);
        json.WriteString("description", lab.Description);
        json.WriteBoolean("approved_to_test", lab.IsApproved);
        json.WriteNumber("pk", lab.Id);
        json.WriteEndObject();
        End($"labs/{lab.Uuid}");
    }

    public void Feedback(FeedbackView feedback)
    {
        Begin("feedback", feedback.Id);
        json.WriteString("comment", feedback.Comment);
        json.WriteNull("pk");
        json.WriteEndObject();
        json.WriteStartObject("relationships");
        Related("response", $"responses/{feedback.ResponseId}", ("responses", feedback.ResponseId));
        Related("researcher", feedback.ResearcherId is { } id ? $"users/{id}" : null, feedback.ResearcherId is { } user ? ("users", user) : null);
        json.WriteEndObject();
        End($"feedback/{feedback.Id}");
    }

    /// <param name="type"><c>responses</c> or <c>past_sessions</c>.</param>
    public void Session(SessionView session, string type)
    {
        var (header, origin) = (session.Header, session.Origin!);
        Begin(type, header.Id);
        Data(session);
        json.WriteString("created_on", Instant(origin.CreatedAt));
        json.WriteBoolean("is_preview", header.IsPreview);
        json.WriteNumber("pk", header.Key);
        json.WriteBoolean("withdrawn", session.Withdrawn);
        json.WriteString("hash_child_id", origin.HashedChildId);
        Last(header);
        json.WriteStartObject("relationships");
        Related("child", $"children/{header.ChildId}");
        Related("user", $"users/{origin.ParticipantId}");
        Related("study", $"studies/{header.StudyId}");
        Related("demographic_snapshot", origin.DemographicsId is { } id ? $"demographics/{id}" : null);
        json.WriteEndObject();
        End($"responses/{header.Id}");
    }

    /// <summary>What a save answers: without the date and the hashed id, with integer ids in the links, as the reference does.</summary>
    public void Saved(SessionView session)
    {
        var header = session.Header;
        Begin("responses", header.Id);
        Data(session);
        json.WriteBoolean("is_preview", header.IsPreview);
        json.WriteNumber("pk", header.Key);
        json.WriteBoolean("withdrawn", session.Withdrawn);
        Last(header);
        json.WriteStartObject("relationships");
        Related("child", $"children/{header.ChildKey}", ("children", header.ChildId));
        Related("study", $"studies/{header.StudyKey}", ("studies", header.StudyId));
        json.WriteEndObject();
        End($"responses/{header.Id}");
    }

    void Data(SessionView session)
    {
        Raw("conditions", session.Header.Conditions);
        Raw("global_event_timings", session.Header.GlobalEventTimings);
        json.WritePropertyName("exp_data");
        json.WriteRawValue(session.Data.Span, skipInputValidation: true);
        json.WriteStartArray("sequence");
        foreach (var item in session.Sequence) json.WriteStringValue(item);
        json.WriteEndArray();
        json.WriteBoolean("completed", session.Header.Completed);
        json.WriteBoolean("completed_consent_frame", session.Header.CompletedConsentFrame);
        json.WriteBoolean("survey_consent", session.Header.SurveyConsent);
    }

    void Last(SessionHeader header)
    {
        json.WriteString("recording_method", header.RecordingMethod);
        json.WriteStartArray("eligibility");
        foreach (var code in header.Eligibility) json.WriteStringValue(code);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    void Begin(string type, Guid id)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("id", id);
        json.WriteStartObject("attributes");
    }

    void End(string self)
    {
        json.WriteStartObject("links");
        json.WriteString("self", $"{root}/{self}/");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    void Related(string name, string? path, (string Type, Guid Id)? data = null)
    {
        json.WriteStartObject(name);
        json.WriteStartObject("links");
        json.WriteString("related", path is null ? null : $"{root}/{path}/");
        json.WriteEndObject();
        if (data is { } identified)
        {
            json.WriteStartObject("data");
            json.WriteString("type", identified.Type);
            json.WriteString("id", identified.Id);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    void Raw(string name, string text)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(text, skipInputValidation: true);
    }

    /// <summary>The page that thanks families, unless the lab has its own.</summary>
    string ExitUrlOf(Study study) => study.Details.ExitUrl.Length > 0 ? study.Details.ExitUrl : root[..root.IndexOf("/api/", StringComparison.Ordinal)] + "/stage/thanks/";

    /// <summary>ISO 8601 in the site's zone, microseconds unless they are zero.</summary>
    internal static string Instant(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, SiteZone.Zone);
        return local.ToString(local.Ticks % TimeSpan.TicksPerSecond / 10 == 0 ? "yyyy-MM-ddTHH:mm:sszzz" : "yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);
    }
}
