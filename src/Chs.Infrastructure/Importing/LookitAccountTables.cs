using System.Globalization;
using Chs.Domain.Accounts;
using Chs.Domain.Studies;
using Chs.Infrastructure.Identity;
using Chs.Infrastructure.Mail;

namespace Chs.Infrastructure.Importing;

/// <summary>Lookit's accounts and what opens them.</summary>
static class LookitAccountTables
{
    const int LongestAddress = 254;

    static readonly MailAddresses Addresses = new();

    /// <summary>
    /// Site-wide permissions that a user has directly or through a group, such as <c>accounts.can_view_users</c>.
    /// </summary>
    const string SitePermissions = """
        ARRAY(
            SELECT ct.app_label || '.' || p.codename
              FROM auth_permission p
              JOIN django_content_type ct ON ct.id = p.content_type_id
             WHERE p.id IN (
                SELECT permission_id FROM accounts_user_user_permissions WHERE user_id = u.id
                UNION
                SELECT gp.permission_id
                  FROM auth_group_permissions gp
                  JOIN accounts_user_groups ug ON ug.group_id = gp.group_id
                 WHERE ug.user_id = u.id
             )
        )
        """;

    const string IsSiteAdmin = """
        EXISTS (
            SELECT 1
              FROM accounts_user_groups ug
              JOIN auth_group g ON g.id = ug.group_id
             WHERE ug.user_id = u.id AND g.name = 'LOOKIT_ADMIN'
        )
        """;

    public static readonly TableCopy Users = new()
    {
        Entity = "users",
        Table = "users",
        Key = ["id", "uuid"],
        From = "FROM accounts_user u",
        Columns =
        [
            ("id", "u.id::bigint"),
            ("uuid", "u.uuid"),
            ("email", "u.username"),
            ("password_hash", "u.password"),
            ("given_name", "u.given_name"),
            ("middle_name", "u.middle_name"),
            ("family_name", "u.family_name"),
            ("nickname", "u.nickname"),
            ("is_active", "u.is_active and not u.is_spam"),
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
            ("_rights", SitePermissions),
            ("_is_site_admin", IsSiteAdmin),
        ],
        Added = ["site_rights", "rights_on_studies", "rights_on_labs"],
        Complete = CompleteUser,
    };

    /// <summary>API tokens, of which only the digest is kept.</summary>
    public static readonly TableCopy ApiTokens = new()
    {
        Entity = "API tokens",
        Table = "credentials",
        Key = ["digest"],
        From = "FROM authtoken_token t",
        Columns =
        [
            ("user_id", "t.user_id::bigint"),
            ("kind", $"{(int)CredentialKind.ApiToken}"),
            ("digest", "sha256(t.key::bytea)"),
            ("label", "'Lookit'"),
            ("is_imported", "TRUE"),
            ("created_at", "t.created"),
            ("expires_at", "NULL::timestamptz"),
        ],
        Added = ["uuid"],
        OrderBy = "t.user_id",
        // Lookit's tokens have no id. Ours is derived from the digest, so that it is the same in every run.
        Complete = row => row["uuid"] = new Guid(row.Get<byte[]>("digest").AsSpan(0, 16)),
    };

    public static TableCopy SecondFactors(Func<string, string, byte[]> seal) =>
        new()
        {
            Entity = "second factors",
            Table = "second_factors",
            Key = ["user_id"],
            From = "FROM accounts_googleauthenticatortotp t",
            Columns = [("user_id", "t.user_id::bigint"), ("is_activated", "t.activated"), ("_secret", "t.secret")],
            Added = ["sealed_secret"],
            Complete = row =>
                row["sealed_secret"] = seal(
                    row.Get<string>("_secret"),
                    SecondFactor.SealOwnerOf(row.Get<long>("user_id"))
                ),
        };

    static void CompleteUser(ImportRow row)
    {
        row["linked_former_lookit_ids"] ??= "[]";
        string?[] notes = [StoreAddress(row), DisableUnusablePassword(row)];
        if (notes.Any(note => note is not null))
            row[TableCopy.NoteColumn] = string.Join("; ", notes.Where(note => note is not null));
        var rights = SiteRights.None;
        foreach (var permission in row.Get<string[]>("_rights"))
            rights = rights.Union(LookitPermissions.RightsOf(permission));
        if (row.Get<bool>("_is_site_admin"))
            rights = rights.Union(Permissions.OfReviewers);
        row["site_rights"] = (int)rights.Site;
        row["rights_on_studies"] = (int)rights.OnStudies;
        row["rights_on_labs"] = (int)rights.OnLabs;
    }

    /// <summary>Brings the address to the form in which log-ins look for it.</summary>
    /// <returns>What is to be reported; null: nothing.</returns>
    static string? StoreAddress(ImportRow row)
    {
        var typed = row.Get<string>("email");
        var stored = User.NormalizeEmail(typed);
        // Such a one opens nothing, but the account's data stay.
        if (stored.Length > LongestAddress)
        {
            row["email"] = typed.ToLowerInvariant();
            return "the address is too long: nobody can log in with it";
        }

        row["email"] = stored;
        return Addresses.CanReceiveMail(stored)
            ? null
            : "mail can't be sent to the address: its owner can log in with it and change it, but gets no mail";
    }

    /// <summary>
    /// A hash with more iterations than are accepted opens nothing, so that it doesn't make every refused log-in as slow
    /// as itself; nor does one that no password can be compared with.
    /// </summary>
    /// <returns>What is to be reported; null: nothing.</returns>
    static string? DisableUnusablePassword(ImportRow row)
    {
        var hash = row.Get<string>("password_hash");
        if (hash is "" or ['!', ..] || DjangoPassword.Parse(hash) is not null)
            return null;
        row["password_hash"] = User.NoPassword;
        var why =
            DjangoPassword.IterationsOf(hash) > DjangoPassword.MaximumIterations
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"has more than {DjangoPassword.MaximumIterations:N0} iterations"
                )
                : "isn't one of pbkdf2_sha256";
        return $"the password's hash {why} and opens nothing; its owner can ask for a mail to choose a new one";
    }
}
