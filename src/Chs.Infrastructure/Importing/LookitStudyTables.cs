using Chs.Domain.Studies;

namespace Chs.Infrastructure.Importing;

/// <summary>Lookit's studies, their protocols, and who works on them.</summary>
static class LookitStudyTables
{
    /// <summary>Lookit has a user group for each role in each study.</summary>
    static readonly (string Column, StudyRole Role)[] Groups =
    [
        ("preview_group_id", StudyRole.Preview),
        ("design_group_id", StudyRole.Design),
        ("analysis_group_id", StudyRole.Analysis),
        ("submission_processor_group_id", StudyRole.SubmissionProcessor),
        ("researcher_group_id", StudyRole.Researcher),
        ("manager_group_id", StudyRole.Manager),
        ("admin_group_id", StudyRole.Admin),
    ];

    static readonly string GroupsWithRoles = string.Join(
        ", ",
        Groups.Select(group => $"(s.{group.Column}, {(int)group.Role})")
    );

    static readonly string KnownStates = string.Join(
        ", ",
        Enum.GetValues<StudyState>()
            // Lookit calls such studies rejected.
            .Where(state => state is not StudyState.SentBack)
            .Select(state => $"'{state.ToString().ToLowerInvariant()}'")
    );

    static readonly string StudyRefusal = $"""
        CASE
            WHEN s.study_type_id NOT IN (1, 2, 3)
            THEN 'has a type that is unknown to Lookit: ' || s.study_type_id
            WHEN s.state NOT IN ({KnownStates})
            THEN 'has a state that is unknown to Lookit: ' || s.state
        END
        """;

    /// <summary>Families see the only version of a study that is or was active.</summary>
    const string LiveNumber = """
        CASE
            WHEN s.state IN ('active', 'paused', 'deactivated')
              OR EXISTS (SELECT 1 FROM studies_studylog l WHERE l.study_id = s.id AND l.action = 'active')
            THEN 1
        END
        """;

    const string CreatedAt = """
        coalesce((SELECT min(l.created_at) FROM studies_studylog l WHERE l.study_id = s.id), s.date_modified)
        """;

    public static readonly TableCopy Studies = new()
    {
        Entity = "studies",
        Table = "studies",
        Key = ["id", "uuid"],
        From = "FROM studies_study s",
        Columns =
        [
            ("id", "s.id::bigint"),
            ("uuid", "s.uuid"),
            ("type", "s.study_type_id"),
            ("name", "s.name"),
            ("preview_summary", "s.preview_summary"),
            ("short_description", "s.short_description"),
            ("purpose", "s.purpose"),
            ("criteria", "s.criteria"),
            ("criteria_expression", "s.criteria_expression"),
            ("compensation", "s.compensation_description"),
            ("duration", "s.duration"),
            ("contact_info", "s.contact_info"),
            ("exit_url", "s.exit_url"),
            ("is_scheduled", "coalesce(lower(s.metadata->>'scheduled') IN ('true', 'scheduled'), false)"),
            ("scheduling", "coalesce(s.metadata->>'scheduling', '')"),
            ("platform", "coalesce(s.metadata->>'study_platform', '')"),
            ("other_scheduling", "coalesce(s.metadata->>'other_scheduling', '')"),
            ("other_platform", "coalesce(s.metadata->>'other_study_platform', '')"),
            ("min_age_years", "s.min_age_years"),
            ("min_age_months", "s.min_age_months"),
            ("min_age_days", "s.min_age_days"),
            ("max_age_years", "s.max_age_years"),
            ("max_age_months", "s.max_age_months"),
            ("max_age_days", "s.max_age_days"),
            ("state", "initcap(s.state)"),
            ("state_changed_at", "s.status_change_date"),
            ("lab_id", "s.lab_id::bigint"),
            ("creator_id", "s.creator_id::bigint"),
            ("is_public", "s.public"),
            ("is_preview_shared", "s.shared_preview"),
            ("full_screen", "s.display_full_screen"),
            ("is_built", "s.built"),
            ("priority", "s.priority"),
            ("image", "nullif(s.image, '')"),
            ("comments", "coalesce(s.comments, '')"),
            ("declarations", "coalesce(s.comments_extra::text, '{}')"),
            ("salt", "s.salt"),
            ("hash_digits", "s.hash_digits"),
            ("draft_number", "1"),
            ("live_number", LiveNumber),
            ("created_at", CreatedAt),
            ("modified_at", "s.date_modified"),
            ("version", "1"),
            (TableCopy.RefusalColumn, StudyRefusal),
        ],
    };

    /// <summary>Lookit keeps one protocol for each study, which becomes version 1.</summary>
    public static readonly TableCopy Protocols = new()
    {
        Entity = "protocols",
        Table = "study_versions",
        Key = ["study_id", "number"],
        From = "FROM studies_study s",
        Columns =
        [
            ("study_id", "s.id::bigint"),
            ("number", "1"),
            ("structure", "s.structure::text"),
            ("generator", "s.generator"),
            ("use_generator", "s.use_generator"),
            ("experiment", "coalesce(s.metadata->>'experiment', '')"),
            ("external_url", "coalesce(s.metadata->>'url', '')"),
            ("runner_repository", "coalesce(s.metadata->>'player_repo_url', '')"),
            ("runner_commit", "s.metadata->>'last_known_player_sha'"),
            ("created_at", "s.date_modified"),
        ],
        Added = ["digest"],
        Complete = row => row["digest"] = StudyVersion.DigestOf(ProtocolOf(row)),
    };

    public static readonly TableCopy Memberships = new()
    {
        Entity = "roles in studies",
        Table = "study_memberships",
        Key = ["study_id", "user_id", "role"],
        From = $"""
            FROM studies_study s, LATERAL (VALUES {GroupsWithRoles}) g(id, role)
            JOIN accounts_user_groups ug ON ug.group_id = g.id
            """,
        Columns = [("study_id", "s.id::bigint"), ("user_id", "ug.user_id::bigint"), ("role", "g.role")],
        OrderBy = "1, 2, 3",
    };

    public static readonly TableCopy ParticipationCriteria = new()
    {
        Entity = "participation criteria",
        Table = "participation_criteria",
        Key = ["study_id", "other_study_id", "is_required"],
        From = """
            FROM (
                SELECT from_study_id, to_study_id, true AS required FROM studies_study_must_have_participated
                UNION ALL
                SELECT from_study_id, to_study_id, false FROM studies_study_must_not_have_participated
            ) p
            """,
        Columns =
        [
            ("study_id", "p.from_study_id::bigint"),
            ("other_study_id", "p.to_study_id::bigint"),
            ("is_required", "p.required"),
        ],
        OrderBy = "1, 2, 3",
    };

    public static readonly TableCopy Log = new()
    {
        Entity = "study log",
        Table = "study_log",
        Key = ["id", "uuid"],
        From = "FROM studies_studylog l",
        Columns =
        [
            ("id", "l.id::bigint"),
            ("uuid", "l.uuid"),
            ("study_id", "l.study_id::bigint"),
            ("user_id", "l.user_id::bigint"),
            ("action", "l.action"),
            ("extra", "l.extra::text"),
            ("created_at", "l.created_at"),
        ],
    };

    static StudyProtocol ProtocolOf(ImportRow row) =>
        new(
            row.Get<string>("structure"),
            row.Get<string>("generator"),
            row.Get<bool>("use_generator"),
            row.Get<string>("experiment"),
            row.Get<string>("external_url"),
            row.Get<string>("runner_repository"),
            (string?)row["runner_commit"]
        );
}
