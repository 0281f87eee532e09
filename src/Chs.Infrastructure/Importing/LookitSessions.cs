using System.Globalization;
using System.Text.Json;
using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Domain.Studies;

namespace Chs.Infrastructure.Importing;

/// <summary>Lookit's responses: the row becomes a header, its data become entries.</summary>
static class LookitSessions
{
    /// <summary>The header; data are added by <see cref="Split"/>.</summary>
    public static readonly TableCopy Headers = new TableCopy(
        "responses",
        "responses",
        ["id", "uuid"],
        "FROM studies_response r JOIN accounts_child c ON c.id = r.child_id",
        [
            ("id", "r.id::bigint"),
            ("uuid", "r.uuid"),
            ("study_id", "r.study_id::bigint"),
            ("study_version", "1"),
            ("study_type", "r.study_type_id"),
            ("child_id", "r.child_id::bigint"),
            ("participant_id", "c.user_id::bigint"),
            ("demographic_snapshot_id", "r.demographic_snapshot_id::bigint"),
            ("is_preview", "r.is_preview"),
            ("completed", "r.completed"),
            ("completed_consent_frame", "r.completed_consent_frame"),
            ("survey_consent", "r.survey_consent"),
            ("recording_method", "r.recording_method"),
            ("conditions", "r.conditions::text"),
            ("global_event_timings", "r.global_event_timings::text"),
            ("eligibility", "coalesce(array_to_string(r.eligibility, ','), '')"),
            (
                "ruling",
                $"coalesce((SELECT {LookitTables.RulingOf("q.action")} FROM studies_consentruling q WHERE q.response_id = r.id ORDER BY q.created_at DESC, q.id DESC LIMIT 1), {(int)Ruling.Pending})"
            ),
            ("payment", Choice<PaymentStatus>("r.researcher_payment_status")),
            ("session_status", Choice<SessionStatus>("r.researcher_session_status")),
            ("is_starred", "r.researcher_star"),
            ("is_open", "false"),
            ("created_at", "r.date_created"),
            ("modified_at", "r.date_modified"),
            ("version", "1"),
            ("_sequence", "coalesce(r.sequence, '{}')"),
            ("_data", "convert_to(r.exp_data::text, 'UTF8')"),
            (
                "_refused",
                "CASE WHEN r.study_type_id NOT IN (1, 2, 3) THEN 'its study type is none that Lookit knows: ' || r.study_type_id END"
            ),
        ]
    )
    {
        Added = ["shape", "entry_count", "entries_digest", "sequence", "exit_answers"],
    };

    /// <summary>Says in the header what the data are.</summary>
    /// <returns>The data, for <see cref="EntriesOf"/>.</returns>
    public static SessionData Split(ImportRow row)
    {
        var bytes = row.Get<byte[]>("_data");
        row["_data"] = null;
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 100_000 });
        reader.Read();
        var data = SessionData.Read(ref reader, bytes, trusted: true);
        var isJsPsych = row.Get<int>("study_type") == (int)StudyType.JsPsych;
        row["shape"] = (int)data.Shape;
        row["entry_count"] = data.Count;
        row["entries_digest"] = data.RunningDigest(data.Count);
        row["exit_answers"] = ExitOf(data, isJsPsych);

        var sequence = row.Get<string[]>("_sequence");
        // Derived as always; where Lookit stored another one, that one is kept.
        var derives =
            isJsPsych
            && data.Shape is DataShape.List
            && sequence.SequenceEqual(Enumerable.Range(0, data.Count).Select(data.LabelOf).OfType<string>());
        row["sequence"] =
            derives ? null
            : sequence is [] ? "[]"
            : JsonSerializer.Serialize(sequence);
        return data;
    }

    public static IEnumerable<ImportedEntry> EntriesOf(ImportRow row, SessionData data)
    {
        for (var i = 0; i < data.Count; i++)
            yield return new ImportedEntry(
                row.Get<long>("id"),
                i,
                data.KeyOf(i),
                data.ContentOf(i),
                row.Get<DateTime>("modified_at")
            );
    }

    static string? ExitOf(SessionData data, bool isJsPsych)
    {
        if (data.Shape != (isJsPsych ? DataShape.List : DataShape.Object))
            return null;
        var exit = data.LastOf(SessionData.Exit);
        return exit < 0 || data.SurveyOf(exit).IsEmpty ? null : ExitAnswers.Extract(data.SurveyOf(exit));
    }

    /// <summary>Lookit's words for a choice are ours with underscores; the empty one, and any that is unknown, is 0.</summary>
    static string Choice<T>(string column)
        where T : struct, Enum =>
        $"CASE {column} {string.Concat(Enum.GetValues<T>().Where(value => Convert.ToInt32(value, CultureInfo.InvariantCulture) > 0).Select(value => $"WHEN '{JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString())}' THEN {Convert.ToInt32(value, CultureInfo.InvariantCulture)} "))}ELSE 0 END";
}
