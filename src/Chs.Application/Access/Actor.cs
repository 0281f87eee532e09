using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Studies;

namespace Chs.Application.Access;

/// <summary>
/// The person who sends a request, with what their permissions depend on; or a lab's key, which belongs to no person.
/// </summary>
/// <param name="Key">The user's database key; 0, nobody's, for a lab's key.</param>
/// <param name="Id">The user's uuid; of a lab's key its own, by which the audit log names it.</param>
/// <param name="IsResearcher">Whether the person can create studies and see shared previews.</param>
/// <param name="Rights">Rights on the whole site, independent of roles.</param>
/// <param name="Scope">Limits of the API token that was presented; null: there are none.</param>
/// <param name="LacksSecondFactor">
/// Whether the site requires a second factor of this person and the session has none. The person then counts as a parent
/// only, without rights and roles.
/// </param>
/// <param name="CredentialKey">Database key of the log-in or token that was presented; null: another proof was.</param>
/// <param name="Play">
/// The play whose key was presented: it is study code that sends the request, which may do no more than its play needs.
/// Null: the person sends it.
/// </param>
/// <param name="Lab">The lab whose key was presented: the actor is nobody then. Null: it is a person's.</param>
public sealed record Actor(
    long Key,
    Guid Id,
    bool IsResearcher,
    SiteRights Rights,
    TokenScope? Scope = null,
    bool LacksSecondFactor = false,
    long? CredentialKey = null,
    PlayGrant? Play = null,
    LabGrant? Lab = null
)
{
    /// <summary>A key that shows nothing beyond some studies or one lab, also nothing of its owner.</summary>
    public bool IsLimitedToStudies => Lab is not null || Scope is { Studies.Count: > 0 };

    /// <summary>Key of the account whose own family the actor may see; 0, nobody's key: none.</summary>
    public long FamilyKey => IsLimitedToStudies ? 0 : Key;

    /// <summary>What the actor does now.</summary>
    public Deed Deed(TimeProvider time) => new(Id, Key, time.GetUtcNow());

    /// <summary>What the actor may give others in a place. Keys with a scope give no roles.</summary>
    /// <param name="authority">What the actor may do there.</param>
    /// <param name="fillsVacancy">Whether the actor may make somebody the admin of a study that has none.</param>
    internal RoleGiver GiverWith(Authority authority, bool fillsVacancy = false) =>
        Scope is null ? new RoleGiver(Key, authority, fillsVacancy) : RoleGiver.Nobody;

    internal static Actor Of(User user) => new(user.Id, user.Uuid, user.IsResearcher, user.Rights);
}
