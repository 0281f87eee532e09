using System.Globalization;
using System.Text.Json;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Responses;
using Chs.Domain.Studies;

namespace Chs.Infrastructure.Importing;

/// <summary>Lookit's tables but sessions, in an order in which each row finds what it belongs to.</summary>
static class LookitTables
{
    static readonly (string Column, LabRole Role)[] LabGroups =
    [
        ("admin_group_id", LabRole.Admin),
        ("member_group_id", LabRole.Member),
        ("readonly_group_id", LabRole.Readonly),
        ("guest_group_id", LabRole.Guest),
    ];

    static readonly (string Column, StudyRole Role)[] StudyGroups =
    [
        ("preview_group_id", StudyRole.Preview),
        ("design_group_id", StudyRole.Design),
        ("analysis_group_id", StudyRole.Analysis),
        ("submission_processor_group_id", StudyRole.SubmissionProcessor),
        ("researcher_group_id", StudyRole.Researcher),
        ("manager_group_id", StudyRole.Manager),
        ("admin_group_id", StudyRole.Admin),
    ];

    /// <summary>What sessions belong to.</summary>
    public static IEnumerable<TableCopy> BeforeSessions(Func<string, string, byte[]> seal) =>
        [
            Users,
            SecondFactors(seal),
            Tokens,
            Demographics,
            Children,
            Labs,
            LabMemberships,
            LabJoinRequests,
            Studies,
            StudyVersions,
            StudyMemberships,
            ParticipationCriteria,
            StudyLog,
        ];

    /// <summary>What belongs to sessions, and messages.</summary>
    public static IEnumerable<TableCopy> AfterSessions =>
        [ConsentRulings, Feedback, Videos, Messages, MessageRecipients, MessageChildren];

    static TableCopy Users =>
        new(
            "users",
            "users",
            ["id", "uuid"],
            "FROM accounts_user u",
            [
                ("id", "u.id::bigint"),
                ("uuid", "u.uuid"),
                ("email", "lower(u.username)"),
                ("password_hash", "u.password"),
                ("given_name", "u.given_name"),
                ("middle_name", "u.middle_name"),
                ("family_name", "u.family_name"),
                ("nickname", "u.nickname"),
                ("is_active", "u.is_active"),
                ("is_researcher", "u.is_researcher"),
                ("is_staff", "u.is_staff"),
                ("is_superuser", "u.is_superuser"),
                ("is_spam", "u.is_spam"),
                ("admin_comments", "u.admin_comments"),
                ("identicon", "nullif(u._identicon, '')"),
                ("locale", "u.locale"),
                ("time_zone", "u.time_zone"),
                ("former_lookit_id", "u.former_lookit_id"),
                ("linked_former_lookit_ids", "array_to_json(u.linked_former_lookit_ids)::text"),
                ("email_next_session", "u.email_next_session"),
                ("email_new_studies", "u.email_new_studies"),
                ("email_study_updates", "u.email_study_updates"),
                ("email_response_questions", "u.email_response_questions"),
                ("created_at", "u.date_created"),
                ("email_confirmed_at", "u.date_created"),
                ("version", "1"),
                (
                    "_rights",
                    """
                    ARRAY(SELECT ct.app_label || '.' || p.codename FROM auth_permission p JOIN django_content_type ct ON ct.id = p.content_type_id
                           WHERE p.id IN (SELECT permission_id FROM accounts_user_user_permissions WHERE user_id = u.id
                                          UNION SELECT gp.permission_id FROM auth_group_permissions gp JOIN accounts_user_groups ug ON ug.group_id = gp.group_id WHERE ug.user_id = u.id))
                    """
                ),
                (
                    "_is_site_admin",
                    "EXISTS (SELECT 1 FROM accounts_user_groups ug JOIN auth_group g ON g.id = ug.group_id WHERE ug.user_id = u.id AND g.name = 'LOOKIT_ADMIN')"
                ),
            ]
        )
        {
            Added = ["site_rights", "rights_on_studies", "rights_on_labs"],
            Complete = row =>
            {
                row["linked_former_lookit_ids"] ??= "[]";
                var rights = row.Get<string[]>("_rights")
                    .Select(LookitPermissions.Of)
                    .Aggregate(SiteRights.None, (held, one) => held.And(one));
                if (row.Get<bool>("_is_site_admin"))
                    rights = rights.And(Permissions.OfReviewers);
                (row["site_rights"], row["rights_on_studies"], row["rights_on_labs"]) = (
                    (int)rights.Site,
                    (int)rights.OnStudies,
                    (int)rights.OnLabs
                );
            },
        };

    static TableCopy SecondFactors(Func<string, string, byte[]> seal) =>
        new(
            "second factors",
            "second_factors",
            ["user_id"],
            "FROM accounts_googleauthenticatortotp t",
            [("user_id", "t.user_id::bigint"), ("is_activated", "t.activated"), ("_secret", "t.secret")]
        )
        {
            Added = ["sealed_secret"],
            Complete = row =>
                row["sealed_secret"] = seal(row.Get<string>("_secret"), $"second factor {row["user_id"]}"),
        };

    static TableCopy Tokens =>
        new(
            "API tokens",
            "credentials",
            ["digest"],
            "FROM authtoken_token t",
            [
                ("user_id", "t.user_id::bigint"),
                ("kind", $"{(int)CredentialKind.ApiToken}"),
                ("digest", "sha256(t.key::bytea)"),
                ("label", "'Lookit'"),
                ("created_at", "t.created"),
                ("expires_at", "NULL::timestamptz"),
            ]
        )
        {
            Added = ["uuid"],
            OrderBy = "t.user_id",
            // Nothing names a token in Lookit: its id here comes from its digest, so that it is the same in every run.
            Complete = row => row["uuid"] = new Guid(row.Get<byte[]>("digest").AsSpan(0, 16)),
        };

    static TableCopy Demographics =>
        new(
            "demographics",
            "demographic_snapshots",
            ["id", "uuid"],
            "FROM accounts_demographicdata d",
            [
                ("id", "d.id::bigint"),
                ("uuid", "d.uuid"),
                ("user_id", "d.user_id::bigint"),
                ("previous_id", "d.previous_id::bigint"),
                ("created_at", "d.created_at"),
                ("number_of_children", "d.number_of_children"),
                ("child_birthdays", "coalesce(array_to_string(d.child_birthdays, ','), '')"),
                ("number_of_guardians", "d.number_of_guardians"),
                ("guardians_explanation", "d.guardians_explanation"),
                ("_races", "d.us_race_ethnicity_identification"),
                ("race_ethnicity_describe", "d.us_race_ethnicity_identification_describe"),
                ("age", "d.age"),
                ("gender", "d.gender"),
                ("gender_self_describe", "d.gender_self_describe"),
                ("education_level", "d.education_level"),
                ("annual_income", "d.annual_income"),
                ("former_annual_income", "d.former_lookit_annual_income"),
                ("additional_comments", "d.additional_comments"),
                ("country", "d.country"),
                ("state", "d.state"),
                ("density", "d.density"),
                ("referrer", "d.lookit_referrer"),
                ("extra", "d.extra::text"),
                ("old_languages_spoken_at_home", "d.old_languages_spoken_at_home"),
                ("old_spouse_education_level", "d.old_spouse_education_level"),
                ("old_number_of_books", "d.old_number_of_books"),
            ]
        )
        {
            Added = ["race_ethnicity"],
            Complete = row =>
                row["race_ethnicity"] = JsonSerializer.Serialize(
                    ((string?)row["_races"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
                ),
        };

    static TableCopy Children =>
        new(
            "children",
            "children",
            ["id", "uuid"],
            "FROM accounts_child c",
            [
                ("id", "c.id::bigint"),
                ("uuid", "c.uuid"),
                ("user_id", "c.user_id::bigint"),
                ("given_name", "c.given_name"),
                ("birthday", "c.birthday"),
                (
                    "gender",
                    $"CASE c.gender WHEN 'm' THEN {(int)Gender.Male} WHEN 'f' THEN {(int)Gender.Female} WHEN 'o' THEN {(int)Gender.Open} WHEN 'na' THEN {(int)Gender.NoAnswer} END"
                ),
                ("gender_self_describe", "c.gender_self_describe"),
                ("gestational_age", "c.gestational_age_at_birth::int"),
                ("additional_information", "c.additional_information"),
                ("conditions", "c.existing_conditions"),
                ("languages", "c.languages_spoken"),
                ("is_deleted", "c.deleted"),
                ("former_lookit_profile_id", "c.former_lookit_profile_id"),
                ("version", "1"),
                (
                    "_refused",
                    "CASE WHEN c.gender NOT IN ('m', 'f', 'o', 'na') THEN 'its gender is none that Lookit knows: ' || c.gender WHEN c.gestational_age_at_birth NOT BETWEEN 0 AND 17 THEN 'its age at birth is none that Lookit knows: ' || c.gestational_age_at_birth END"
                ),
            ]
        );

    static TableCopy Labs =>
        new(
            "labs",
            "labs",
            ["id", "uuid"],
            "FROM studies_lab l",
            [
                ("id", "l.id::bigint"),
                ("uuid", "l.uuid"),
                ("name", "l.name"),
                ("slug", "l.slug"),
                ("institution", "l.institution"),
                ("principal_investigator", "l.principal_investigator_name"),
                ("contact_email", "l.contact_email"),
                ("contact_phone", "l.contact_phone"),
                ("website", "l.lab_website"),
                ("description", "l.description"),
                ("irb_contact", "l.irb_contact_info"),
                ("banner", "nullif(l.banner, '')"),
                ("badge", "nullif(l.badge, '')"),
                ("is_approved", "l.approved_to_test"),
                ("created_at", "NULL::timestamptz"),
                ("version", "1"),
            ]
        );

    static TableCopy LabMemberships =>
        new(
            "roles in labs",
            "lab_memberships",
            ["lab_id", "user_id", "role"],
            $"""
            FROM (SELECT l.id AS lab, ug.user_id AS member, g.role FROM studies_lab l, LATERAL (VALUES {string.Join(
                ", ",
                LabGroups.Select(g => $"(l.{g.Column}, {(int)g.Role})")
            )}) g(id, role)
                    JOIN accounts_user_groups ug ON ug.group_id = g.id
                  UNION ALL
                  SELECT r.lab_id, r.user_id, {(int)
                LabRole.Associate} FROM studies_lab_researchers r JOIN studies_lab l ON l.id = r.lab_id
                   WHERE NOT EXISTS (SELECT 1 FROM accounts_user_groups ug WHERE ug.user_id = r.user_id AND ug.group_id IN ({string.Join(
                ", ",
                LabGroups.Select(g => $"l.{g.Column}")
            )}))) m
            """,
            [("lab_id", "m.lab::bigint"), ("user_id", "m.member::bigint"), ("role", "m.role")]
        )
        {
            OrderBy = "1, 2, 3",
        };

    static TableCopy LabJoinRequests =>
        new(
            "requests to join labs",
            "lab_join_requests",
            ["lab_id", "user_id"],
            "FROM studies_lab_requested_researchers r",
            [("lab_id", "r.lab_id::bigint"), ("user_id", "r.user_id::bigint")]
        )
        {
            OrderBy = "1, 2",
        };

    static TableCopy Studies =>
        new(
            "studies",
            "studies",
            ["id", "uuid"],
            "FROM studies_study s",
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
                (
                    "live_number",
                    "CASE WHEN s.state IN ('active', 'paused', 'deactivated') OR EXISTS (SELECT 1 FROM studies_studylog l WHERE l.study_id = s.id AND l.action = 'active') THEN 1 END"
                ),
                (
                    "created_at",
                    "coalesce((SELECT min(l.created_at) FROM studies_studylog l WHERE l.study_id = s.id), s.date_modified)"
                ),
                ("modified_at", "s.date_modified"),
                ("version", "1"),
                (
                    "_refused",
                    $"CASE WHEN s.study_type_id NOT IN (1, 2, 3) THEN 'its type is none that Lookit knows: ' || s.study_type_id WHEN s.state NOT IN ({string.Join(", ", Enum.GetNames<StudyState>().Select(state => $"'{state.ToLowerInvariant()}'"))}) THEN 'its state is none that Lookit knows: ' || s.state END"
                ),
            ]
        );

    /// <summary>Lookit keeps one protocol a study: it is version 1 here.</summary>
    static TableCopy StudyVersions =>
        new(
            "protocols",
            "study_versions",
            ["study_id", "number"],
            "FROM studies_study s",
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
            ]
        )
        {
            Added = ["digest"],
            Complete = row =>
                row["digest"] = StudyVersion.DigestOf(
                    new StudyProtocol(
                        row.Get<string>("structure"),
                        row.Get<string>("generator"),
                        row.Get<bool>("use_generator"),
                        row.Get<string>("experiment"),
                        row.Get<string>("external_url"),
                        row.Get<string>("runner_repository"),
                        (string?)row["runner_commit"]
                    )
                ),
        };

    static TableCopy StudyMemberships =>
        new(
            "roles in studies",
            "study_memberships",
            ["study_id", "user_id", "role"],
            $"FROM studies_study s, LATERAL (VALUES {string.Join(", ", StudyGroups.Select(g => $"(s.{g.Column}, {(int)g.Role})"))}) g(id, role) JOIN accounts_user_groups ug ON ug.group_id = g.id",
            [("study_id", "s.id::bigint"), ("user_id", "ug.user_id::bigint"), ("role", "g.role")]
        )
        {
            OrderBy = "1, 2, 3",
        };

    static TableCopy ParticipationCriteria =>
        new(
            "participation criteria",
            "participation_criteria",
            ["study_id", "other_study_id", "is_required"],
            "FROM (SELECT from_study_id, to_study_id, true AS required FROM studies_study_must_have_participated UNION ALL SELECT from_study_id, to_study_id, false FROM studies_study_must_not_have_participated) p",
            [
                ("study_id", "p.from_study_id::bigint"),
                ("other_study_id", "p.to_study_id::bigint"),
                ("is_required", "p.required"),
            ]
        )
        {
            OrderBy = "1, 2, 3",
        };

    static TableCopy StudyLog =>
        new(
            "study log",
            "study_log",
            ["id", "uuid"],
            "FROM studies_studylog l",
            [
                ("id", "l.id::bigint"),
                ("uuid", "l.uuid"),
                ("study_id", "l.study_id::bigint"),
                ("user_id", "l.user_id::bigint"),
                ("action", "l.action"),
                ("extra", "l.extra::text"),
                ("created_at", "l.created_at"),
            ]
        );

    static TableCopy ConsentRulings =>
        new(
            "consent rulings",
            "consent_rulings",
            ["id", "uuid"],
            "FROM studies_consentruling r",
            [
                ("id", "r.id::bigint"),
                ("uuid", "r.uuid"),
                ("response_id", "r.response_id::bigint"),
                ("arbiter_id", "r.arbiter_id::bigint"),
                ("comment", "coalesce(r.comments, '')"),
                ("created_at", "r.created_at"),
                ("ruling", RulingOf("r.action")),
                (
                    "_refused",
                    "CASE WHEN r.action NOT IN ('accepted', 'rejected', 'pending') THEN 'its action is none that Lookit knows: ' || r.action END"
                ),
            ]
        );

    static TableCopy Feedback =>
        new(
            "feedback",
            "feedback",
            ["id", "uuid"],
            "FROM studies_feedback f",
            [
                ("id", "f.id::bigint"),
                ("uuid", "f.uuid"),
                ("response_id", "f.response_id::bigint"),
                ("researcher_id", "f.researcher_id::bigint"),
                ("comment", "f.comment"),
                ("created_at", "NULL::timestamptz"),
                ("version", "1"),
            ]
        );

    static TableCopy Videos =>
        new(
            "videos",
            "videos",
            ["id", "uuid"],
            "FROM studies_video v",
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
            ]
        );

    static TableCopy Messages =>
        new(
            "messages",
            "messages",
            ["id", "uuid"],
            "FROM accounts_message m",
            [
                ("id", "m.id::bigint"),
                ("uuid", "m.uuid"),
                ("sender_id", "m.sender_id::bigint"),
                ("subject", "m.subject"),
                ("body", "m.body"),
                ("study_id", "m.related_study_id::bigint"),
                ("created_at", "m.date_created"),
                ("sent_at", "m.email_sent_timestamp"),
            ]
        );

    static TableCopy MessageRecipients =>
        new(
            "recipients of messages",
            "message_recipients",
            ["message_id", "user_id"],
            "FROM accounts_message_recipients r",
            [("message_id", "r.message_id::bigint"), ("user_id", "r.user_id::bigint")]
        )
        {
            OrderBy = "1, 2",
        };

    static TableCopy MessageChildren =>
        new(
            "children in messages",
            "message_children",
            ["message_id", "child_id"],
            "FROM accounts_message_children_of_interest c",
            [("message_id", "c.message_id::bigint"), ("child_id", "c.child_id::bigint")]
        )
        {
            OrderBy = "1, 2",
        };

    internal static string RulingOf(string action) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"CASE {action} WHEN 'accepted' THEN {(int)Ruling.Accepted} WHEN 'rejected' THEN {(int)Ruling.Rejected} ELSE {(int)Ruling.Pending} END"
        );
}
