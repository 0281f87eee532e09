using Chs.Domain.Responses;

namespace Chs.Infrastructure.Importing;

/// <summary>What researchers and recorders added to Lookit's sessions.</summary>
static class LookitResponseTables
{
    const string RulingRefusal = """
        CASE
            WHEN r.action NOT IN ('accepted', 'rejected', 'pending')
            THEN 'has an action that is unknown to Lookit: ' || r.action
        END
        """;

    public static readonly TableCopy ConsentRulings = new()
    {
        Entity = "consent rulings",
        Table = "consent_rulings",
        Key = ["id", "uuid"],
        From = "FROM studies_consentruling r",
        Columns =
        [
            ("id", "r.id::bigint"),
            ("uuid", "r.uuid"),
            ("response_id", "r.response_id::bigint"),
            ("arbiter_id", "r.arbiter_id::bigint"),
            ("comment", "coalesce(r.comments, '')"),
            ("created_at", "r.created_at"),
            ("ruling", RulingNumber("r.action")),
            (TableCopy.RefusalColumn, RulingRefusal),
        ],
    };

    public static readonly TableCopy Feedback = new()
    {
        Entity = "feedback",
        Table = "feedback",
        Key = ["id", "uuid"],
        From = "FROM studies_feedback f",
        Columns =
        [
            ("id", "f.id::bigint"),
            ("uuid", "f.uuid"),
            ("response_id", "f.response_id::bigint"),
            ("researcher_id", "f.researcher_id::bigint"),
            ("comment", "f.comment"),
            ("created_at", "NULL::timestamptz"),
            ("version", "1"),
        ],
    };

    public static readonly TableCopy Videos = new()
    {
        Entity = "videos",
        Table = "videos",
        Key = ["id", "uuid"],
        From = "FROM studies_video v",
        Columns =
        [
            ("id", "v.id::bigint"),
            ("uuid", "v.uuid"),
            ("study_id", "v.study_id::bigint"),
            ("response_id", "v.response_id::bigint"),
            ("frame_id", "v.frame_id"),
            ("full_name", "v.full_name"),
            ("pipe_name", "v.pipe_name"),
            ("pipe_numeric_id", "v.pipe_numeric_id"),
            ("recorded_at", "v.s3_timestamp"),
            ("is_consent_footage", "v.is_consent_footage"),
            ("created_at", "v.created_at"),
            ("version", "1"),
        ],
    };

    /// <param name="action">SQL expression of the word with which Lookit stores a ruling.</param>
    /// <returns>SQL expression of our number for it.</returns>
    internal static string RulingNumber(string action) =>
        $"""
            CASE {action}
                WHEN 'accepted' THEN {(int)Ruling.Accepted}
                WHEN 'rejected' THEN {(int)Ruling.Rejected}
                ELSE {(int)Ruling.Pending}
            END
            """;
}
