using System.Globalization;
using System.Text.Json;
using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Domain.Studies;

namespace Chs.Infrastructure.Importing;

/// <summary>Lookit's responses: each row becomes a header, and its data become entries.</summary>
static class LookitSessions
{
    /// <summary>The ruling that was made last counts.</summary>
    static readonly string LastRuling = $"""
        coalesce(
            (
                SELECT {LookitResponseTables.RulingNumber("q.action")}
                  FROM studies_consentruling q
                 WHERE q.response_id = r.id
                 ORDER BY q.created_at DESC, q.id DESC
                 LIMIT 1
            ),
            {(int)Ruling.Pending}
        )
        """;

    const string SessionRefusal = """
        CASE
            WHEN r.study_type_id NOT IN (1, 2, 3)
            THEN 'has a study type that is unknown to Lookit: ' || r.study_type_id
        END
        """;

    /// <summary>The headers. <see cref="ReadData"/> adds what depends on the data.</summary>
    public static readonly TableCopy Headers = new()
    {
        Entity = "responses",
        Table = "responses",
        Key = ["id", "uuid"],
        From = "FROM studies_response r JOIN accounts_child c ON c.id = r.child_id",
        Columns =
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
            ("ruling", LastRuling),
            ("has_been_ruled_on", "EXISTS (SELECT 1 FROM studies_consentruling q WHERE q.response_id = r.id)"),
            ("revision_count", "0"),
            ("revision_bytes", "0::bigint"),
            ("dropped_revision_count", "0"),
            ("payment", EnumNumber<PaymentStatus>("r.researcher_payment_status")),
            ("session_status", EnumNumber<SessionStatus>("r.researcher_session_status")),
            ("is_starred", "r.researcher_star"),
            ("is_open", "false"),
            ("created_at", "r.date_created"),
            ("modified_at", "r.date_modified"),
            ("version", "1"),
            ("_sequence", "coalesce(r.sequence, '{}')"),
            ("_data", "convert_to(r.exp_data::text, 'UTF8')"),
            (TableCopy.RefusalColumn, SessionRefusal),
        ],
        Added = ["shape", "entry_count", "entries_digest", "sequence", "exit_answers"],
    };

    /// <summary>Reads the data of a row, and adds to the row the columns that depend on them.</summary>
    public static SessionData ReadData(ImportRow row)
    {
        var bytes = row.Get<byte[]>("_data");
        // Not needed any more, and often large.
        row["_data"] = null;
        var data = SessionData.Of(bytes, maximumDepth: 100_000);
        var isJsPsych = row.Get<int>("study_type") == (int)StudyType.JsPsych;
        row["shape"] = (int)data.Shape;
        row["entry_count"] = data.Count;
        row["entries_digest"] = data.RunningDigest(data.Count);
        row["exit_answers"] = ExitAnswersOf(data, isJsPsych);
        row["sequence"] = SequenceOf(row.Get<string[]>("_sequence"), data, isJsPsych);
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

    /// <returns>JSON text; null when the sequence is the one that is derived from the data anyway.</returns>
    static string? SequenceOf(string[] sequence, SessionData data, bool isJsPsych)
    {
        if (isJsPsych && data.Shape is DataShape.List)
        {
            var derived = Enumerable.Range(0, data.Count).Select(data.LabelOf).OfType<string>();
            if (sequence.SequenceEqual(derived))
                return null;
        }

        return JsonSerializer.Serialize(sequence);
    }

    /// <returns>JSON text; null when there is no exit survey, or its answers are empty.</returns>
    static string? ExitAnswersOf(SessionData data, bool isJsPsych)
    {
        var expectedShape = isJsPsych ? DataShape.List : DataShape.Object;
        if (data.Shape != expectedShape)
            return null;
        var exit = data.LastIndexOf(SessionData.ExitKind);
        if (exit < 0 || data.SurveyOf(exit).IsEmpty)
            return null;
        return ExitAnswers.Extract(data.SurveyOf(exit));
    }

    /// <summary>
    /// Lookit stores the names of our values in snake case. The empty one, and any that is unknown, is 0.
    /// </summary>
    /// <returns>SQL expression of our number.</returns>
    static string EnumNumber<T>(string column)
        where T : struct, Enum
    {
        var cases =
            from value in Enum.GetValues<T>()
            let number = Convert.ToInt32(value, CultureInfo.InvariantCulture)
            where number > 0
            let name = JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString())
            select $"WHEN '{name}' THEN {number}";
        return $"CASE {column} {string.Join(' ', cases)} ELSE 0 END";
    }
}
