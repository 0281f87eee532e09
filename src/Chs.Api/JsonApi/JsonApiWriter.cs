using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Application.Site;
using Chs.Application.Studies;
using Chs.Application.Videos;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Api.JsonApi;

/// <summary>Writes the resources of v1 and v2, by hand: a general library couldn't reproduce where the reference leaves JSON:API.</summary>
/// <param name="json">Where to.</param>
/// <param name="root">Address of the contract without the last slash, such as <c>https://host/api/v2</c>.</param>
/// <param name="zone">The zone of all instants.</param>
sealed class JsonApiWriter(Utf8JsonWriter json, string root, SiteTimeZone zone)
{
    public const string MediaType = "application/vnd.api+json";

    /// <summary>What we pass through was checked on arrival; checking it again would cost as much as writing it.</summary>
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Addresses of the lists, by their names.</summary>
    public void Root()
    {
        json.WriteStartObject();
        foreach (
            var name in (ReadOnlySpan<string>)
                ["users", "studies", "demographics", "children", "responses", "labs", "feedback", "video"]
        )
            json.WriteString(name, $"{root}/{name}/");
        json.WriteEndObject();
    }

    public void User(JsonApiUser shown)
    {
        var user = shown.User;
        Begin("users", user.Uuid);
        json.WriteString("given_name", user.GivenName);
        json.WriteString("middle_name", user.MiddleName);
        json.WriteString("family_name", user.FamilyName);
        json.WriteString("nickname", user.Nickname);
        json.WriteString("identicon", shown.Identicon);
        json.WriteBoolean("is_active", user.IsActive);
        json.WriteBoolean("is_staff", user.IsStaff);
        json.WriteBoolean("is_researcher", user.IsResearcher);
        json.WriteString("former_lookit_id", user.FormerLookitId);
        Texts("linked_former_lookit_ids", user.LinkedFormerLookitIds);
        json.WriteBoolean("email_next_session", user.Mail.NextSession);
        json.WriteBoolean("email_new_studies", user.Mail.NewStudies);
        json.WriteBoolean("email_study_updates", user.Mail.StudyUpdates);
        json.WriteBoolean("email_response_questions", user.Mail.ResponseQuestions);
        json.WriteString("date_created", Instant(user.CreatedAt));
        if (shown.ShowsEmail)
            json.WriteString("username", user.Email);
        json.WriteNumber("pk", user.Id);
        json.WriteEndObject();
        json.WriteStartObject("relationships");
        Related("demographics", $"users/{user.Uuid}/demographics");
        Related("children", $"users/{user.Uuid}/children");
        json.WriteEndObject();
        End($"users/{user.Uuid}");
    }

    public void Demographics(DemographicSnapshot snapshot)
    {
        var answers = snapshot.Answers;
        Begin("demographics", snapshot.Uuid);
        json.WriteString("number_of_children", answers.NumberOfChildren);
        Texts(
            "child_birthdays",
            answers.ChildBirthdays.Select(date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        );
        json.WriteString("number_of_guardians", answers.NumberOfGuardians);
        json.WriteString("guardians_explanation", answers.GuardiansExplanation);
        Texts("us_race_ethnicity_identification", answers.RaceEthnicity);
        json.WriteString("us_race_ethnicity_identification_describe", answers.RaceEthnicityDescribe);
        json.WriteString("age", answers.Age);
        json.WriteString("gender", answers.Gender);
        json.WriteString("education_level", answers.EducationLevel);
        json.WriteString("annual_income", answers.AnnualIncome);
        json.WriteString("former_lookit_annual_income", answers.FormerAnnualIncome);
        json.WriteString("lookit_referrer", answers.Referrer);
        json.WriteString("additional_comments", answers.AdditionalComments);
        json.WriteString("country", answers.Country);
        json.WriteString("state", answers.State);
        json.WriteString("density", answers.Density);
        Raw("extra", answers.Extra ?? "null");
        json.WriteString("date_created", Instant(snapshot.CreatedAt));
        json.WriteNumber("pk", snapshot.Id);
        json.WriteEndObject();
        End($"demographics/{snapshot.Uuid}");
    }

    /// <summary>With integer ids in the links, as the reference does.</summary>
    public void Video(VideoView video)
    {
        Begin("videos", video.Id);
        json.WriteString("pipe_name", video.PipeName);
        if (video.PipeNumericId is { } number)
            json.WriteNumber("pipe_numeric_id", number);
        else
            json.WriteNull("pipe_numeric_id");
        json.WriteString("s3_timestamp", Instant(video.RecordedAt));
        json.WriteString("frame_id", video.FrameId);
        json.WriteString("full_name", video.FullName);
        json.WriteBoolean("is_consent_footage", video.IsConsentFootage);
        json.WriteNull("pk");
        json.WriteEndObject();
        json.WriteStartObject("relationships");
        Related("study", $"studies/{video.StudyKey}", ("studies", video.StudyId));
        Related("response", $"responses/{video.ResponseKey}", ("responses", video.ResponseId));
        json.WriteEndObject();
        End($"video/{video.Id}");
    }

    public void Study(JsonApiStudy shown)
    {
        var (study, protocol) = (shown.Study, shown.Protocol);
        Begin("studies", study.Uuid);
        json.WriteString("name", study.Details.Name);
        json.WriteString("short_description", study.Details.ShortDescription);
        json.WriteString("purpose", study.Details.Purpose);
        json.WriteString("criteria", study.Details.Criteria);
        json.WriteString("duration", study.Details.Duration);
        json.WriteString("contact_info", study.Details.ContactInfo);
        json.WriteString("image", Media(study.Image));
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

    public void Child(JsonApiChild shown)
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
        json.WriteString("former_lookit_profile_id", child.FormerLookitProfileId);
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
        Related(
            "researcher",
            feedback.ResearcherId is { } id ? $"users/{id}" : null,
            feedback.ResearcherId is { } user ? ("users", user) : null
        );
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
        Texts("sequence", session.Sequence);
        json.WriteBoolean("completed", session.Header.Completed);
        json.WriteBoolean("completed_consent_frame", session.Header.CompletedConsentFrame);
        json.WriteBoolean("survey_consent", session.Header.SurveyConsent);
    }

    void Last(SessionHeader header)
    {
        json.WriteString("recording_method", header.RecordingMethod);
        Texts("eligibility", header.Eligibility);
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

    void Texts(string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    void Raw(string name, string text)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(text, skipInputValidation: true);
    }

    /// <summary>Address of a file among the site's media.</summary>
    string? Media(string? path) =>
        path is null ? null : $"{Site}/media/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";

    string Site => root[..root.IndexOf("/api/", StringComparison.Ordinal)];

    /// <summary>The page that thanks families, unless the lab has its own.</summary>
    string ExitUrlOf(Study study) => study.Details.ExitUrl.Length > 0 ? study.Details.ExitUrl : Site + "/stage/thanks/";

    /// <summary>ISO 8601 in the site's zone, microseconds unless they are zero.</summary>
    string Instant(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone.Zone);
        return local.ToString(
            local.Ticks % TimeSpan.TicksPerSecond / 10 == 0
                ? "yyyy-MM-ddTHH:mm:sszzz"
                : "yyyy-MM-ddTHH:mm:ss.ffffffzzz",
            CultureInfo.InvariantCulture
        );
    }
}
