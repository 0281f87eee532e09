using System.Text.Json;
using System.Text.Json.Nodes;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>What is replaced must be sent as a whole: no member is emptied because a client doesn't know it.</summary>
[Collection("api")]
public class ReplacementTests(ApiHost host)
{
    static readonly string[] OfChild =
    [
        "givenName",
        "birthday",
        "gender",
        "genderSelfDescribe",
        "gestationalAge",
        "additionalInformation",
        "conditions",
        "languages",
    ];

    static readonly string[] OfLab =
    [
        "name",
        "institution",
        "principalInvestigator",
        "contactEmail",
        "contactPhone",
        "website",
        "description",
        "slug",
        "irbContact",
    ];

    static readonly string[] OfInstitution = ["name", "website", "section", "place"];

    [Fact]
    public async Task A_child_is_replaced_by_all_members_only()
    {
        using var parent = await host.LoggedInAsync("parent");
        var (_, child) = await parent.DemoAsync();
        var path = $"/api/v3/children/{child}";
        await DemandsEachAsync(parent, path, await parent.GetJsonAsync(path), OfChild);
    }

    [Fact]
    public async Task A_lab_is_replaced_by_all_members_only()
    {
        using var reviewer = await host.LoggedInAsync("reviewer");
        var labs = await reviewer.GetJsonAsync("/api/v3/labs");
        var path = $"/api/v3/labs/{labs.GetProperty("items")[0].GetProperty("id").GetGuid()}";
        await DemandsEachAsync(reviewer, path, await reviewer.GetJsonAsync(path), OfLab);
    }

    [Fact]
    public async Task An_institution_is_replaced_by_all_members_only()
    {
        using var reviewer = await host.LoggedInAsync("reviewer");
        var added = await reviewer.PostJsonAsync("/api/v3/institutions", new { name = $"Uni {Guid.NewGuid()}" });
        var path = $"/api/v3/institutions/{added.GetProperty("id").GetGuid()}";
        await DemandsEachAsync(reviewer, path, added, OfInstitution);
    }

    /// <summary>Sends back what was read, complete and without each member.</summary>
    static async Task DemandsEachAsync(ApiClient client, string path, JsonElement read, string[] members)
    {
        await client.PutAsync(path, Only(read, members), ("If-Match", "*")).SucceedsAsync();
        foreach (var missing in members)
        {
            var rest = Only(read, [.. members.Where(member => member != missing)]);
            using var answer = await client.PutAsync(path, rest, ("If-Match", "*"));
            Assert.Equal((400, "request.invalid"), await ApiHost.ProblemAsync(answer));
            Assert.Contains(missing, await answer.Content.ReadAsStringAsync());
        }
    }

    static JsonObject Only(JsonElement read, string[] members)
    {
        var body = new JsonObject();
        foreach (var member in members)
            body[member] = JsonNode.Parse(read.GetProperty(member).GetRawText());
        return body;
    }
}
