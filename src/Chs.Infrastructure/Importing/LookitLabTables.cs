using Chs.Domain.Labs;

namespace Chs.Infrastructure.Importing;

/// <summary>Lookit's labs and who belongs to them.</summary>
static class LookitLabTables
{
    /// <summary>Lookit has a user group for each role in each lab.</summary>
    static readonly (string Column, LabRole Role)[] Groups =
    [
        ("admin_group_id", LabRole.Admin),
        ("member_group_id", LabRole.Member),
        ("readonly_group_id", LabRole.Readonly),
        ("guest_group_id", LabRole.Guest),
    ];

    static readonly string GroupIds = string.Join(", ", Groups.Select(group => $"l.{group.Column}"));

    static readonly string GroupsWithRoles = string.Join(
        ", ",
        Groups.Select(group => $"(l.{group.Column}, {(int)group.Role})")
    );

    public static readonly TableCopy Labs = new()
    {
        Entity = "labs",
        Table = "labs",
        Key = ["id", "uuid"],
        From = "FROM studies_lab l",
        Columns =
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
        ],
    };

    /// <summary>
    /// Members of the groups have the group's role; researchers of a lab who are in none of its groups are associates.
    /// </summary>
    public static readonly TableCopy Memberships = new()
    {
        Entity = "roles in labs",
        Table = "lab_memberships",
        Key = ["lab_id", "user_id", "role"],
        From = $"""
            FROM (
                SELECT l.id AS lab, ug.user_id AS member, g.role
                  FROM studies_lab l, LATERAL (VALUES {GroupsWithRoles}) g(id, role)
                  JOIN accounts_user_groups ug ON ug.group_id = g.id
                UNION ALL
                SELECT r.lab_id, r.user_id, {(int)LabRole.Associate}
                  FROM studies_lab_researchers r
                  JOIN studies_lab l ON l.id = r.lab_id
                 WHERE NOT EXISTS (
                    SELECT 1
                      FROM accounts_user_groups ug
                     WHERE ug.user_id = r.user_id AND ug.group_id IN ({GroupIds})
                 )
            ) m
            """,
        Columns = [("lab_id", "m.lab::bigint"), ("user_id", "m.member::bigint"), ("role", "m.role")],
        OrderBy = "1, 2, 3",
    };

    public static readonly TableCopy JoinRequests = new()
    {
        Entity = "requests to join labs",
        Table = "lab_join_requests",
        Key = ["lab_id", "user_id"],
        From = "FROM studies_lab_requested_researchers r",
        Columns = [("lab_id", "r.lab_id::bigint"), ("user_id", "r.user_id::bigint")],
        OrderBy = "1, 2",
    };
}
