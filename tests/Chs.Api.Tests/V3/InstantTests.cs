using System.Text.Json;
using System.Text.RegularExpressions;
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
        using var reviewer = await host.LoggedInAsync("admin");
        await reviewer.GetJsonAsync("/api/v3/audit?since=2026-03-01T09:30:00%2B02:00&before=2099-01-01T00:00:00Z");
    }

    static List<string> InstantsOf(JsonElement json) =>
        [
            .. json.EnumerateObject()
                .Where(member => Regex.IsMatch(member.Name, "At$") && member.Value.ValueKind is JsonValueKind.String)
                .Select(member => member.Value.GetString()!),
        ];
}
