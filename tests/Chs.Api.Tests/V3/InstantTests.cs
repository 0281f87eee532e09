using System.Text.Json;
using System.Text.RegularExpressions;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>Instants in answers of v3.</summary>
[Collection("api")]
public class InstantTests(ApiHost host)
{
    const string InUtcWithSixDecimals = @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$";

    [Fact]
    public async Task A_new_key_has_the_same_instants_as_in_the_list()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var created = await researcher.PostJsonAsync("/api/v3/me/tokens", new { label = "instants", validDays = 3 });
        var listed = await researcher.GetJsonAsync("/api/v3/me/tokens?limit=100");
        var same = listed
            .GetProperty("items")
            .EnumerateArray()
            .Single(token => token.GetProperty("id").GetGuid() == created.GetProperty("id").GetGuid());
        foreach (var member in (string[])["createdAt", "expiresAt"])
        {
            Assert.Matches(InUtcWithSixDecimals, created.GetProperty(member).GetString());
            Assert.Equal(created.GetProperty(member).GetString(), same.GetProperty(member).GetString());
        }
    }

    [Fact]
    public async Task A_new_study_has_the_same_instants_as_when_it_is_read()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var labs = await researcher.GetJsonAsync("/api/v3/labs?set=mine");
        var labId = labs.GetProperty("items")[0].GetProperty("id").GetGuid();
        var created = await researcher.PostJsonAsync(
            "/api/v3/studies",
            new { labId, study = new { name = "Instants" } }
        );
        var read = await researcher.GetJsonAsync($"/api/v3/studies/{created.GetProperty("id")}");
        Assert.NotEmpty(InstantsOf(created));
        Assert.All(InstantsOf(created), instant => Assert.Matches(InUtcWithSixDecimals, instant));
        Assert.Equal(InstantsOf(created), InstantsOf(read));
    }

    [Fact]
    public async Task Instants_are_read_in_any_zone()
    {
        var (researcher, _, id) = await host.ResearcherAsync();
        using (researcher)
            for (var i = 0; i < 3; i++)
                await researcher.PostJsonAsync("/api/v3/me/tokens", new { label = $"{i}" });
        using var administrator = await host.LoggedInAsync("admin");
        var list = $"/api/v3/audit?actorId={id}&limit=100";
        var all = await EntriesAsync(administrator, list);
        var instants = all.Select(entry => entry.At).Distinct().ToList();
        Assert.InRange(instants.Count, 3, 99);
        var middle = instants[instants.Count / 2];
        foreach (var bound in (string[])["since", "before"])
        {
            var inUtc = await EntriesAsync(administrator, $"{list}&{bound}={Uri.EscapeDataString(middle)}");
            Assert.InRange(inUtc.Count, 1, all.Count - 1);
            foreach (var hours in (double[])[2, -8, 5.5])
            {
                var there = DateTimeOffset.Parse(middle).ToOffset(TimeSpan.FromHours(hours)).ToString("O");
                var inZone = await EntriesAsync(administrator, $"{list}&{bound}={Uri.EscapeDataString(there)}");
                Assert.Equal(inUtc, inZone);
            }
        }
    }

    static async Task<List<(string At, string Action)>> EntriesAsync(ApiClient client, string list)
    {
        var page = await client.GetJsonAsync(list);
        return
        [
            .. page.GetProperty("items")
                .EnumerateArray()
                .Select(entry => (entry.GetProperty("at").GetString()!, entry.GetProperty("action").GetString()!)),
        ];
    }

    static List<string> InstantsOf(JsonElement json) =>
        [
            .. json.EnumerateObject()
                .Where(member => Regex.IsMatch(member.Name, "At$") && member.Value.ValueKind is JsonValueKind.String)
                .Select(member => member.Value.GetString()!),
        ];
}
