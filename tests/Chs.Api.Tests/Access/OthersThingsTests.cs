using System.Net;
using System.Text;
using System.Text.Json;
using Chs.Api.Tests.Access.Roles;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>What belongs to others looks as if it weren't there.</summary>
[Collection("api")]
public class OthersThingsTests(ApiHost host)
{
    [Fact]
    public async Task Keys_of_others_can_be_neither_seen_nor_revoked()
    {
        var (one, _, _) = await host.FamilyAsync();
        var (other, _, _) = await host.FamilyAsync();
        var token = await one.PostJsonAsync("/api/v3/me/tokens", new { label = "mine" });
        await other.DeleteAsync($"/api/v3/me/tokens/{token.GetProperty("id")}").IsProblemAsync(404, "token.not_found");
        Assert.Equal(0, (await other.GetJsonAsync("/api/v3/me/tokens")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Children_of_others_can_be_neither_read_nor_take_part()
    {
        var (_, study, child) = await host.FamilyAsync();
        var (other, _, _) = await host.FamilyAsync();
        await other.GetAsync($"/api/v3/children/{child}").IsProblemAsync(404, "child.not_found");
        await other
            .PostAsync($"/api/v3/studies/{study}/responses", new { childId = child })
            .IsProblemAsync(404, "child.not_found");
        await other.GetAsync($"/api/v2/children/{child}/").IsJsonApiErrorAsync(404, "not_found", null);
        await other.GetAsync($"/studies/j/{study}/{child}/").HasStatusAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Sessions_of_others_can_be_neither_read_nor_saved()
    {
        var (one, study, child) = await host.FamilyAsync();
        var (other, _, _) = await host.FamilyAsync();
        var response = await one.StartAsync(study, child);
        await other.GetAsync($"/api/v2/responses/{response}/").IsJsonApiErrorAsync(404, "not_found", null);
        await other.GetAsync($"/api/v2/past-sessions/{response}/").IsJsonApiErrorAsync(404, "not_found", null);
        var othersChild = (await other.GetJsonAsync("/api/v3/children")).GetProperty("items")[0].GetProperty("id");
        await other.UseKeyAsync();
        await other.PatchAsync(response, """{"completed":true}""").IsJsonApiErrorAsync(404, "not_found", null);
        await other.EnterAsync(study, othersChild.GetGuid());
        await other.PatchAsync(response, """{"completed":true}""").IsJsonApiErrorAsync(404, "not_found", null);
    }

    [Fact]
    public async Task Strangers_with_the_ids_of_others_meet_nothing_whatever_the_operation()
    {
        var world = new RoleWorld(host);
        await world.InitializeAsync();
        var ids = await AddVictimsThingsAsync(world);
        var before = await StateAsync(ids);
        string[] strangers = ["nobody", "other", "outsider"];
        List<string> met = [];
        var tried = 0;
        foreach (var operation in Contract.Read("v3").Operations.Where(TakesAnId))
        foreach (var stranger in strangers)
        {
            var path = operation.FillPath((name, segment) => VictimsId(name, segment, ids));
            using var answer = await world
                .People.Clients[stranger]
                .SendAsync(new HttpMethod(operation.Verb), path, ExampleOf(operation), ("If-Match", "*"));
            // That a study which families knew has stopped is told to whoever has its link.
            var isTold =
                operation.Id is "getOpenStudy" or "getMyOpenStudy" && answer.StatusCode is HttpStatusCode.Conflict;
            if (!isTold && (int)answer.StatusCode is not (400 or 401 or 403 or 404))
                met.Add($"{operation.Id} as {stranger}: {answer.StatusCode}");
            tried++;
        }

        Assert.Empty(met);
        Assert.InRange(tried, 120, 1000);
        Assert.Equal(before, await StateAsync(ids));
    }

    /// <summary>
    /// Gives the study's admin a key and a session, and revokes the lab's approval, so that nothing of it is public.
    /// </summary>
    static async Task<Dictionary<string, Guid>> AddVictimsThingsAsync(RoleWorld world)
    {
        var ids = world.Ids.ToDictionary();
        await world
            .People.Clients[RolePeople.Reviewer]
            .DeleteAsync($"/api/v3/labs/{ids["lab"]}/approval")
            .SucceedsAsync();
        var admin = world.People.Clients[RolePeople.StudyAdmin];
        var token = await admin.PostJsonAsync("/api/v3/me/tokens", new { label = "victim's" });
        var sessions = await admin.GetJsonAsync("/api/v3/me/sessions");
        ids["token"] = token.GetProperty("id").GetGuid();
        ids["session"] = sessions.GetProperty("items")[0].GetProperty("id").GetGuid();
        ids["account"] = world.People.Users[RolePeople.StudyAdmin].Uuid;
        return ids;
    }

    static bool TakesAnId(Operation operation) =>
        operation.Parameters.Any(parameter =>
            parameter.Location == "path"
            && parameter.Schema.TryGetProperty("format", out var format)
            && format.GetString() == "uuid"
        );

    /// <param name="segment">The path segment before the parameter.</param>
    static string VictimsId(string name, string segment, Dictionary<string, Guid> ids) =>
        (name, segment) switch
        {
            (_, "labs" or "institutions") => ids["lab"].ToString(),
            (_, "children") => ids["child"].ToString(),
            (_, "responses") => ids["response"].ToString(),
            (_, "builds") => ids["build"].ToString(),
            (_, "tokens") => ids["token"].ToString(),
            (_, "sessions") => ids["session"].ToString(),
            (_, "members" or "researchers" or "accounts") => ids["account"].ToString(),
            ("number", _) => "1",
            ("which", _) => "banner",
            _ => ids["study"].ToString(),
        };

    static HttpContent? ExampleOf(Operation operation)
    {
        if (operation.Bodies.Count == 0)
            return null;
        if (operation.Bodies.TryGetValue("application/json", out var body) && body.Example is { } example)
            return new StringContent(example.GetRawText(), Encoding.UTF8, "application/json");
        return Some.Picture(40, 20);
    }

    /// <summary>What the strangers' requests must not change.</summary>
    async Task<string> StateAsync(Dictionary<string, Guid> ids)
    {
        var studyId = ids["study"];
        var labId = ids["lab"];
        var childId = ids["child"];
        var responseId = ids["response"];
        await using var db = host.Database();
        var study = await db.Studies.AsNoTracking().SingleAsync(study => study.Uuid == studyId);
        var lab = await db.Labs.AsNoTracking().SingleAsync(lab => lab.Uuid == labId);
        var child = await db.Children.AsNoTracking().SingleAsync(child => child.Uuid == childId);
        var response = await db.Responses.AsNoTracking().SingleAsync(response => response.Uuid == responseId);
        return JsonSerializer.Serialize(
            new
            {
                study = study.Version,
                lab = lab.Version,
                child = child.Version,
                childIsDeleted = child.IsDeleted,
                response = response.Version,
                members = await db.LabMemberships.CountAsync(membership => membership.LabId == lab.Id),
                researchers = await db.StudyMemberships.CountAsync(membership => membership.StudyId == study.Id),
                rulings = await db.ConsentRulings.CountAsync(ruling => ruling.ResponseId == response.Id),
            }
        );
    }
}
