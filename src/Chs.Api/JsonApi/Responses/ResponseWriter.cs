using Chs.Application.Ports;
using Chs.Application.Responses;

namespace Chs.Api.JsonApi.Responses;

/// <summary>Writes a response for v1 and v2. Shape: <see cref="ResponseAttributes"/>.</summary>
static class ResponseWriter
{
    public static void Write(JsonApiWriter writer, SessionView session) => Write(writer, session, "responses");

    public static void WritePastSession(JsonApiWriter writer, SessionView session) =>
        Write(writer, session, "past_sessions");

    /// <summary>Writes what a save answers, as the reference does.</summary>
    /// <remarks>Without the date and the hashed id of the child, and with integer ids in the links.</remarks>
    public static void WriteSaved(JsonApiWriter writer, SessionView session)
    {
        var header = session.Header;
        writer.BeginResource("responses", header.Id);
        WriteData(writer, session);
        writer.Json.WriteBoolean("is_preview", header.IsPreview);
        writer.Json.WriteNumber("pk", header.Key);
        writer.Json.WriteBoolean("withdrawn", session.Withdrawn);
        WriteLastAttributes(writer, header);
        writer.BeginRelationships();
        writer.Relationship("child", $"children/{header.ChildKey}", "children", header.ChildId);
        writer.Relationship("study", $"studies/{header.StudyKey}", "studies", header.StudyId);
        writer.EndResource($"responses/{header.Id}");
    }

    static void Write(JsonApiWriter writer, SessionView session, string type)
    {
        var header = session.Header;
        var origin = session.Origin!;
        writer.BeginResource(type, header.Id);
        WriteData(writer, session);
        writer.Instant("created_on", origin.CreatedAt);
        writer.Json.WriteBoolean("is_preview", header.IsPreview);
        writer.Json.WriteNumber("pk", header.Key);
        writer.Json.WriteBoolean("withdrawn", session.Withdrawn);
        writer.Json.WriteString("hash_child_id", origin.HashedChildId);
        WriteLastAttributes(writer, header);
        writer.BeginRelationships();
        writer.Relationship("child", $"children/{header.ChildId}");
        writer.Relationship("user", $"users/{origin.ParticipantId}");
        writer.Relationship("study", $"studies/{header.StudyId}");
        writer.Relationship(
            "demographic_snapshot",
            origin.DemographicsId is { } demographics ? $"demographics/{demographics}" : null
        );
        writer.EndResource($"responses/{header.Id}");
    }

    static void WriteData(JsonApiWriter writer, SessionView session)
    {
        var header = session.Header;
        var json = writer.Json;
        writer.Raw("conditions", header.Conditions);
        writer.Raw("global_event_timings", header.GlobalEventTimings);
        json.WritePropertyName("exp_data");
        json.WriteRawValue(session.Data.Span, skipInputValidation: true);
        writer.Texts("sequence", session.Sequence);
        json.WriteBoolean("completed", header.Completed);
        json.WriteBoolean("completed_consent_frame", header.CompletedConsentFrame);
        json.WriteBoolean("survey_consent", header.SurveyConsent);
    }

    static void WriteLastAttributes(JsonApiWriter writer, SessionHeader header)
    {
        writer.Json.WriteString("recording_method", header.RecordingMethod);
        writer.Texts("eligibility", header.Eligibility);
    }
}
