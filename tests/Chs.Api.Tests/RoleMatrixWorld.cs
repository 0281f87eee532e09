using Chs.Domain.Accounts;
using Chs.Domain.Builds;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;

namespace Chs.Api.Tests;

/// <summary>A person of every role, around a paused study with a consented response and one without consent.</summary>
sealed class RoleMatrixWorld
{
    readonly ApiHost _host;

    /// <summary>Ids of the users that were made for a role.</summary>
    readonly Dictionary<string, Guid> _users = [];

    RoleMatrixWorld(ApiHost host) => _host = host;

    /// <summary>A client for each role.</summary>
    public Dictionary<string, ApiClient> Actors { get; } = [];

    /// <summary>Ids by the names that stand in the tables.</summary>
    public Dictionary<string, Guid> Ids { get; } = [];

    public static async Task<RoleMatrixWorld> CreateAsync(ApiHost host, string[] roles)
    {
        var world = new RoleMatrixWorld(host);
        var (parent, _, child) = await host.FamilyAsync();
        world.Ids["child"] = child;
        world.Actors["nobody"] = host.Nobody();
        world.Actors["parent"] = parent;
        world.Actors["other"] = (await host.FamilyAsync()).Parent;
        world.Actors["reviewer"] = await host.LoggedInAsync("reviewer");
        foreach (var role in roles.Where(role => !world.Actors.ContainsKey(role)).ToList())
            await world.SignUpAsync(role);
        await world.ConfirmEmailsAsync();
        await world.CreateStudyAsync();
        await world.AnswerSurveyAsync();
        await world.CreateResponsesAsync();
        await world.GiveFeedbackAsync();
        await world.MoveStudyAsync("admin", "pause");
        await world.GiveRolesAsync();
        return world;
    }

    /// <summary>Replaces names of ids in braces.</summary>
    public string FillIds(string text) =>
        Ids.Aggregate(text, (filled, id) => filled.Replace($"{{{id.Key}}}", id.Value.ToString()));

    async Task SignUpAsync(string role)
    {
        var client = _host.Nobody();
        var email = $"{role}-{Guid.NewGuid():N}@uni.example";
        _users[role] = await ApiHost.SignUpAsync(client, email, "Ada", "Example", researcher: true);
        Actors[role] = client;
    }

    /// <summary>As if everybody had followed the link in the confirmation mail.</summary>
    async Task ConfirmEmailsAsync()
    {
        Guid[] ids = [.. _users.Values];
        await using var db = _host.Database();
        foreach (var user in await db.Users.Where(user => ids.Contains(user.Uuid)).ToListAsync())
            user.ConfirmEmail(Some.Moment);
        await db.SaveChangesAsync();
    }

    async Task CreateStudyAsync()
    {
        var admin = Actors["admin"];
        var lab = await admin.PostJsonAsync(
            "/api/v3/labs",
            new
            {
                name = $"Lab {Guid.NewGuid()}",
                institution = "",
                principalInvestigator = "PI",
                contactEmail = $"{Guid.NewGuid():N}@x.org",
            }
        );
        Ids["lab"] = lab.GetProperty("id").GetGuid();
        await Actors["reviewer"].SendAsync(HttpMethod.Put, $"/api/v3/labs/{Ids["lab"]}/approval");
        var study = await admin.PostJsonAsync(
            "/api/v3/studies",
            new { labId = Ids["lab"], study = new { name = "Matrix" } }
        );
        Ids["study"] = study.GetProperty("id").GetGuid();
        await MoveStudyAsync("admin", "submit");
        await MoveStudyAsync("reviewer", "approve");
        await MoveStudyAsync("admin", "activate");
    }

    async Task MoveStudyAsync(string role, string step) =>
        await Actors[role].PostJsonAsync($"/api/v3/studies/{Ids["study"]}/steps", new { step });

    /// <summary>Written to the database, because v3 has no operation for the survey.</summary>
    async Task AnswerSurveyAsync()
    {
        var child = Ids["child"];
        await using var db = _host.Database();
        var user = await db.Users.SingleAsync(user => db.Children.Any(c => c.UserId == user.Id && c.Uuid == child));
        var answers = DemographicAnswers.None with { Country = "US" };
        var snapshot = DemographicSnapshot.Take(user.Id, null, answers, Some.Moment);
        db.DemographicSnapshots.Add(snapshot);
        await db.SaveChangesAsync();
        Ids["user"] = user.Uuid;
        Ids["demographics"] = snapshot.Uuid;
    }

    async Task CreateResponsesAsync()
    {
        var parent = Actors["parent"];
        var response = await parent.StartAsync(Ids["study"], Ids["child"]);
        using var saved = await parent.PatchAsync(
            response,
            """{"exp_data":[],"completed_consent_frame":true,"completed":true}"""
        );
        saved.EnsureSuccessStatusCode();
        await Actors["admin"]
            .PostJsonAsync(
                $"/api/v3/studies/{Ids["study"]}/responses/{response}/consent-rulings",
                new { ruling = "accepted" }
            );
        Ids["response"] = response;
        Ids["unconsented"] = await parent.StartAsync(Ids["study"], Ids["child"]);
    }

    async Task GiveFeedbackAsync()
    {
        Ids["feedback"] = Guid.Empty;
        var document = JsonApiDocuments.For("POST", "feedback/", Ids);
        using var answer = await Actors["admin"].SendAsync(HttpMethod.Post, "/api/v1/feedback/", document);
        var feedback = await ApiClient.ReadAsync(answer);
        Ids["feedback"] = feedback.GetProperty("data").GetProperty("id").GetGuid();
    }

    /// <summary>Written to the database, so that the study's admin isn't also the lab's.</summary>
    async Task GiveRolesAsync()
    {
        await using var db = _host.Database();
        var labId = Ids["lab"];
        var lab = await db.Labs.SingleAsync(lab => lab.Uuid == labId);
        // The study's admin created the lab and thereby became its admin.
        db.LabMemberships.Remove(await db.LabMemberships.SingleAsync(membership => membership.LabId == lab.Id));
        await AddToLabAsync(db, lab, "guest", LabRole.Guest);
        await AddToLabAsync(db, lab, "readonly", LabRole.Readonly);
        await AddToLabAsync(db, lab, "member", LabRole.Member);
        await AddToLabAsync(db, lab, "ladmin", LabRole.Admin);

        var studyId = Ids["study"];
        var study = await db.Studies.SingleAsync(study => study.Uuid == studyId);
        await AddToStudyAsync(db, study, "preview", StudyRole.Preview);
        await AddToStudyAsync(db, study, "design", StudyRole.Design);
        await AddToStudyAsync(db, study, "analysis", StudyRole.Analysis);
        await AddToStudyAsync(db, study, "processor", StudyRole.SubmissionProcessor);
        await AddToStudyAsync(db, study, "researcher", StudyRole.Researcher);
        await AddToStudyAsync(db, study, "manager", StudyRole.Manager);

        var readAllUserData = SiteRights.None with { Site = SiteRight.ReadAllUserData };
        (await UserAsync(db, "reader")).AddRights(readAllUserData);
        (await UserAsync(db, "superuser")).MakeSuperuser();
        await db.SaveChangesAsync();
    }

    async Task AddToLabAsync(ChsDbContext db, Lab lab, string role, LabRole labRole) =>
        db.LabMemberships.Add(LabMembership.Of(lab.Id, (await UserAsync(db, role)).Id, labRole));

    async Task AddToStudyAsync(ChsDbContext db, Study study, string role, StudyRole studyRole) =>
        db.StudyMemberships.Add(StudyMembership.Of(study.Id, (await UserAsync(db, role)).Id, studyRole));

    async Task<User> UserAsync(ChsDbContext db, string role)
    {
        var id = _users[role];
        return await db.Users.SingleAsync(user => user.Uuid == id);
    }

    /// <summary>Adds a cancelled build to the study: no worker takes it, and it can't be cancelled again.</summary>
    public async Task AddCancelledBuildAsync()
    {
        var studyId = Ids["study"];
        await using var db = _host.Database();
        var study = await db.Studies.SingleAsync(study => study.Uuid == studyId);
        var build = Build.Request(
            study.Id,
            study.Uuid,
            "https://code.test/lab/runner",
            new string('a', 40),
            study.CreatorId!.Value,
            Guid.NewGuid(),
            Some.Moment
        );
        build.Cancel(Guid.NewGuid(), Some.Moment);
        build.TakeEvents();
        db.Builds.Add(build);
        await db.SaveChangesAsync();
        Ids["build"] = build.Uuid;
    }
}
