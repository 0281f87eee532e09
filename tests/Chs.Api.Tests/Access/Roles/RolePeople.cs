using Chs.Api.Tests.V3.Accounts;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;

namespace Chs.Api.Tests.Access.Roles;

/// <summary>
/// A person of every role, logged in. The lab and the study in which they have their roles are in
/// <see cref="RoleWorld"/>.
/// </summary>
/// <remarks>Made once for all tests of the collection, because hashing their passwords takes seconds.</remarks>
sealed class RolePeople
{
    public const string Nobody = "nobody";
    public const string Parent = "parent";
    public const string OtherParent = "other";
    public const string LabAdmin = "ladmin";
    public const string StudyAdmin = "admin";
    public const string Reviewer = "reviewer";
    const string Reader = "reader";
    const string Superuser = "superuser";

    public static readonly IReadOnlyDictionary<string, LabRole> LabRoles = new Dictionary<string, LabRole>
    {
        ["guest"] = LabRole.Guest,
        ["readonly"] = LabRole.Readonly,
        ["member"] = LabRole.Member,
        [LabAdmin] = LabRole.Admin,
    };

    /// <summary>Nobody of these belongs to the lab.</summary>
    public static readonly IReadOnlyDictionary<string, StudyRole> StudyRoles = new Dictionary<string, StudyRole>
    {
        ["preview"] = StudyRole.Preview,
        ["design"] = StudyRole.Design,
        ["analysis"] = StudyRole.Analysis,
        ["processor"] = StudyRole.SubmissionProcessor,
        ["researcher"] = StudyRole.Researcher,
        ["manager"] = StudyRole.Manager,
        [StudyAdmin] = StudyRole.Admin,
    };

    static readonly string[] Researchers =
    [
        "outsider",
        .. LabRoles.Keys,
        .. StudyRoles.Keys,
        Reviewer,
        Reader,
        Superuser,
    ];

    public static readonly string[] Roles = [Nobody, Parent, OtherParent, .. Researchers];

    readonly Dictionary<string, ApiClient> _clients = [];
    readonly Dictionary<string, User> _users = [];

    RolePeople() { }

    public IReadOnlyDictionary<string, ApiClient> Clients => _clients;

    /// <summary>The researchers and the parent as they are in the database.</summary>
    public IReadOnlyDictionary<string, User> Users => _users;

    /// <summary>The parent's child.</summary>
    public required Child Child { get; init; }

    /// <summary>The parent's answers to the survey.</summary>
    public DemographicSnapshot Demographics { get; private set; } = null!;

    public static async Task<RolePeople> CreateAsync(ApiHost host)
    {
        var (parent, _, childId) = await host.FamilyAsync();
        var (other, _, _) = await host.FamilyAsync();
        await using var db = host.Database();
        var people = new RolePeople { Child = await db.Children.SingleAsync(child => child.Uuid == childId) };
        people._clients[Nobody] = host.Nobody();
        people._clients[Parent] = parent;
        people._clients[OtherParent] = other;
        people._users[Parent] = await db.Users.SingleAsync(user => user.Id == people.Child.UserId);
        foreach (var role in Researchers)
            await people.SignUpAsync(host, role);
        await people.GiveRightsAsync(host);
        foreach (var role in Researchers)
            await people.LogInAsync(role);
        foreach (var client in people._clients.Values.Except([people._clients[Nobody]]))
        {
            await client.BeginSecondFactorAsync();
            await LogInAgainAsync(client);
            await client.UseKeyAsync();
        }

        await people.AnswerSurveyAsync(host);
        return people;
    }

    async Task SignUpAsync(ApiHost host, string role)
    {
        var client = host.Nobody();
        var account = new
        {
            email = $"{role}-{Guid.NewGuid():N}@uni.example",
            password = ApiHost.Password,
            givenName = "Ada",
            familyName = "Example",
            isResearcher = true,
        };
        await client.PostJsonAsync("/api/v3/accounts", account);
        await using var db = host.Database();
        _clients[role] = client;
        _users[role] = await db.Users.SingleAsync(user => user.Email == account.email);
    }

    async Task LogInAsync(string role) =>
        await _clients[role]
            .PostJsonAsync("/api/v3/session", new { email = _users[role].Email, password = ApiHost.Password });

    /// <summary>The tables use up all the passwords that can be tried in one log-in.</summary>
    static async Task LogInAgainAsync(ApiClient client)
    {
        var account = await client.GetJsonAsync("/api/v3/me");
        var email = account.GetProperty("email").GetString();
        await client.PostJsonAsync("/api/v3/session", new { email, password = ApiHost.Password });
    }

    /// <summary>
    /// Confirms the addresses, as if everybody had followed the link in the mail, and appoints those of the site.
    /// </summary>
    async Task GiveRightsAsync(ApiHost host)
    {
        await using var db = host.Database();
        foreach (var role in Researchers)
        {
            db.Attach(_users[role]);
            _users[role].ConfirmEmail(Some.Moment);
        }

        _users[Reviewer].AppointReviewer();
        _users[Reader].ReplaceRights(SiteRights.None with { Site = SiteRight.ReadAllUserData });
        _users[Superuser].MakeSuperuser();
        await db.SaveChangesAsync();
    }

    /// <summary>Written to the database, because v3 has no operation for the survey.</summary>
    async Task AnswerSurveyAsync(ApiHost host)
    {
        await using var db = host.Database();
        var answers = DemographicAnswers.None with { Country = "US" };
        Demographics = DemographicSnapshot.Take(_users[Parent].Id, null, answers, Some.Moment);
        db.DemographicSnapshots.Add(Demographics);
        await db.SaveChangesAsync();
    }
}
