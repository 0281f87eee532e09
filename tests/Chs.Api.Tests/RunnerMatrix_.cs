using System.Text.Json;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>Who gets what from v1 and v2: every verb of every address, asked by every role.</summary>
[Collection("api")]
public class RunnerMatrix_(ApiHost host)
{
    /// <summary>
    /// The study is paused, so only who may read its details sees it. One response has an accepted consent ({response}), one has none ({unconsented}).
    /// What is refused because of the request rather than the role is refused to all alike.
    /// </summary>
    const string Expected = """
                                                       nobody     parent     other      outsider   guest      readonly   member     ladmin     preview    design     analysis   processor  researcher manager    admin      reviewer   reader     superuser
        GET                                            200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET users/                                     401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET users/{user}/                              401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        200        200
        GET users/{user}/children/                     401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET users/{user}/children/{child}/             401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        200        200
        GET users/{user}/demographics/                 401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET users/{user}/demographics/{demographics}/  401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        200        200
        GET demographics/                              401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET demographics/{demographics}/               401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        200        200
        GET studies/                                   401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET studies/{study}/                           401        404        404        404        404        200        200        200        200        200        200        200        200        200        200        200        404        200
        GET studies/{study}/responses/                 401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        POST studies/{study}/responses/                401        404        403        403        403        403        403        403        403        403        403        403        403        403        403        403        403        403
        GET studies/{study}/responses/{response}/      401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        404        200
        PUT studies/{study}/responses/{response}/      401        200        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404
        PATCH studies/{study}/responses/{response}/    401        200        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404
        GET children/                                  401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET children/{child}/                          401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        200        200
        GET labs/                                      401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET labs/{lab}/                                401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET responses/                                 401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        POST responses/                                401        404        403        403        403        403        403        403        403        403        403        403        403        403        403        403        403        403
        GET responses/{response}/                      401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        404        200
        PUT responses/{response}/                      401        200        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404
        PATCH responses/{response}/                    401        200        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404
        GET responses/{unconsented}/                   401        200        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404
        PATCH responses/{unconsented}/                 401        200        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404
        GET past-sessions/{response}/                  401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        404        200
        GET past-sessions/{unconsented}/               401        200        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404
        GET feedback/                                  401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        POST feedback/                                 401        403        403        403        403        403        403        403        403        403        403        201        201        403        201        403        403        201
        GET feedback/{feedback}/                       401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        404        200
        PUT feedback/{feedback}/                       401        403        404        404        404        404        404        404        404        404        403        404        200        404        200        404        404        200
        PATCH feedback/{feedback}/                     401        403        404        404        404        404        404        404        404        404        403        404        200        404        200        404        404        200
        POST video/                                    401        401        401        401        401        401        401        401        401        401        401        401        401        401        401        401        401        401
        """;

    static (string[] Roles, List<(string Verb, string Path, int[] Statuses)> Rows) Table()
    {
        var lines = Expected.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        return (lines[0], [.. lines.Skip(1).Select(line => (line[0], line.Length == lines[0].Length + 2 ? line[1] : "", line[^lines[0].Length..].Select(int.Parse).ToArray()))]);
    }

    [Fact]
    public async Task Answers_every_role_as_the_table_says()
    {
        var (roles, rows) = Table();
        var (actors, ids) = await PrepareAsync(roles);
        List<string> differences = [];
        foreach (var version in (string[])["v1", "v2"])
        {
            foreach (var (verb, path, statuses) in rows)
            {
                for (var i = 0; i < roles.Length; i++)
                {
                    var answer = await actors[roles[i]].SendAsync(new HttpMethod(verb), $"/api/{version}/{Filled(path, ids)}", Body(verb, path, ids));
                    if ((int)answer.StatusCode != statuses[i]) differences.Add($"{verb} {version}/{path} as {roles[i]}: {(int)answer.StatusCode} instead of {statuses[i]}");
                }
            }
        }

        Assert.True(differences is [], string.Join('\n', differences));
    }

    [Fact]
    public async Task Knows_every_address_that_is_published()
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.File("openapi/runner.json")));
        string Shape(string verb, string path) => $"{verb} {System.Text.RegularExpressions.Regex.Replace(path, "{[a-z]+}", "{}")}";
        var published = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(verb => Shape(verb.Name.ToUpperInvariant(), path.Name))).ToHashSet();
        var known = Table().Rows.SelectMany(row => (string[])[Shape(row.Verb, $"/api/v1/{row.Path}"), Shape(row.Verb, $"/api/v2/{row.Path}")]).ToHashSet();
        Assert.NotEmpty(published);
        Assert.Equal(published.Order(), known.Order());
    }

    static string Filled(string path, Dictionary<string, Guid> ids) => ids.Aggregate(path, (filled, id) => filled.Replace($"{{{id.Key}}}", id.Value.ToString()));

    static StringContent? Body(string verb, string path, Dictionary<string, Guid> ids)
    {
        if (verb == "GET") return null;
        var feedback = path.StartsWith("feedback", StringComparison.Ordinal);
        var id = path.Contains("{response}") ? ids["response"] : path.Contains("{unconsented}") ? ids["unconsented"] : ids["feedback"];
        var attributes = feedback ? """{"comment":"Thank you!"}""" : """{"conditions":{},"global_event_timings":{},"exp_data":[],"sequence":[],"completed":false,"completed_consent_frame":true}""";
        string One(string name, string type, Guid value) => $$$""" "{{{name}}}":{"data":{"type":"{{{type}}}","id":"{{{value}}}"} } """;
        var relationships = feedback ? One("response", "responses", ids["response"]) : $"{One("study", "studies", ids["study"])},{One("child", "children", ids["child"])}";
        if (path == "video/") relationships = One("response", "responses", ids["response"]);
        return new StringContent($$$"""{"data":{"id":"{{{id}}}","type":"{{{(feedback ? "feedback" : "responses")}}}","attributes":{{{attributes}}},"relationships":{ {{{relationships}}} } } }""") { Headers = { ContentType = new("application/vnd.api+json") } };
    }

    async Task<(Dictionary<string, Browserless> Actors, Dictionary<string, Guid> Ids)> PrepareAsync(string[] roles)
    {
        var (parent, _, child) = await host.FamilyAsync();
        var (other, _, _) = await host.FamilyAsync();
        var reviewer = await host.LoggedInAsync("reviewer");
        var actors = new Dictionary<string, Browserless> { ["nobody"] = host.Nobody(), ["parent"] = parent, ["other"] = other, ["reviewer"] = reviewer };
        var users = new Dictionary<string, Guid>();
        foreach (var role in roles.Where(role => !actors.ContainsKey(role)).ToList())
        {
            var browser = host.Nobody();
            var email = $"{role}-{Guid.NewGuid():N}@uni.example";
            users[role] = (await browser.PostJsonAsync("/api/v3/accounts", new { email, password = "seven green bottles", researcher = true })).GetProperty("id").GetGuid();
            await browser.PostJsonAsync("/api/v3/session", new { email, password = "seven green bottles" });
            actors[role] = browser;
        }

        // The study's admin makes it; its lab's roles and the other study roles are given below, where no address for them exists yet.
        var admin = actors["admin"];
        var lab = (await admin.PostJsonAsync("/api/v3/labs", new { name = $"Lab {Guid.NewGuid()}", institution = "", principalInvestigator = "PI", contactEmail = $"{Guid.NewGuid():N}@x.org" })).GetProperty("id").GetGuid();
        await reviewer.SendAsync(HttpMethod.Put, $"/api/v3/labs/{lab}/approval");
        var study = (await admin.PostJsonAsync("/api/v3/studies", new { labId = lab, study = new { name = "Matrix" } })).GetProperty("id").GetGuid();
        foreach (var (who, step) in (IEnumerable<(Browserless, string)>)[(admin, "submit"), (reviewer, "approve"), (admin, "activate")]) await who.PostJsonAsync($"/api/v3/studies/{study}/steps", new { step });

        var (user, demographics) = await AnswerSurveyAsync(child);
        var response = await parent.StartAsync(study, child);
        (await parent.PatchAsync(response, """{"exp_data":[],"completed_consent_frame":true,"completed":true}""")).EnsureSuccessStatusCode();
        await admin.PostJsonAsync($"/api/v3/studies/{study}/responses/{response}/consent-rulings", new { ruling = "accepted" });
        var unconsented = await parent.StartAsync(study, child);
        var given = await admin.SendAsync(HttpMethod.Post, "/api/v1/feedback/", Body("POST", "feedback/", new() { ["response"] = response, ["feedback"] = Guid.Empty }));
        var feedback = (await Browserless.ReadAsync(given)).GetProperty("data").GetProperty("id").GetGuid();
        await admin.PostJsonAsync($"/api/v3/studies/{study}/steps", new { step = "pause" });
        await GiveRolesAsync(users, lab, study);
        return (actors, new() { ["study"] = study, ["child"] = child, ["user"] = user, ["demographics"] = demographics, ["lab"] = lab, ["response"] = response, ["unconsented"] = unconsented, ["feedback"] = feedback });
    }

    /// <summary>No address for it exists yet.</summary>
    async Task<(Guid User, Guid Demographics)> AnswerSurveyAsync(Guid child)
    {
        await using var db = host.Database();
        var user = await db.Users.SingleAsync(u => db.Children.Any(c => c.UserId == u.Id && c.Uuid == child));
        var snapshot = DemographicSnapshot.Take(user.Id, null, DemographicAnswers.None with { Country = "US" }, A.Moment);
        db.DemographicSnapshots.Add(snapshot);
        await db.SaveChangesAsync();
        return (user.Uuid, snapshot.Uuid);
    }

    async Task GiveRolesAsync(Dictionary<string, Guid> users, Guid labId, Guid studyId)
    {
        await using var db = host.Database();
        var (lab, study) = (await db.Labs.SingleAsync(l => l.Uuid == labId), await db.Studies.SingleAsync(s => s.Uuid == studyId));
        async Task<long> Key(string role) => await db.Users.Where(u => u.Uuid == users[role]).Select(u => u.Id).SingleAsync();
        // Whoever made the lab is its admin: as the study's admin it must not be.
        db.LabMemberships.Remove(await db.LabMemberships.SingleAsync(m => m.LabId == lab.Id));
        foreach (var (role, given) in (IEnumerable<(string, LabRole)>)[("guest", LabRole.Guest), ("readonly", LabRole.Readonly), ("member", LabRole.Member), ("ladmin", LabRole.Admin)])
            db.LabMemberships.Add(LabMembership.Of(lab.Id, await Key(role), given));
        foreach (var (role, given) in (IEnumerable<(string, StudyRole)>)[
                     ("preview", StudyRole.Preview), ("design", StudyRole.Design), ("analysis", StudyRole.Analysis), ("processor", StudyRole.SubmissionProcessor), ("researcher", StudyRole.Researcher), ("manager", StudyRole.Manager)])
            db.StudyMemberships.Add(StudyMembership.Of(study.Id, await Key(role), given));
        var (reader, superuser) = (users["reader"], users["superuser"]);
        (await db.Users.SingleAsync(u => u.Uuid == reader)).Give(SiteRights.None with { Site = SiteRight.ReadAllUserData });
        (await db.Users.SingleAsync(u => u.Uuid == superuser)).MakeSuperuser();
        await db.SaveChangesAsync();
    }
}
