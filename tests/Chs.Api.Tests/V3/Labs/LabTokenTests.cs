using System.Net;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3.Labs;

/// <summary>Keys for scripts that belong to a lab, on all contracts.</summary>
[Collection("api")]
public class LabTokenTests(ApiHost host)
{
    [Fact]
    public async Task A_labs_key_reads_the_labs_studies_until_it_is_revoked()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var (lab, study) = await LabAsync(researcher);
        var made = await researcher.PostJsonAsync($"/api/v3/labs/{lab}/tokens", new { label = "l", role = "readonly" });
        var key = made.GetProperty("key").GetString();
        var id = made.GetProperty("token").GetProperty("id").GetString();

        using var script = host.Nobody();
        var bearer = ("Authorization", $"Bearer {key}");
        var token = ("Authorization", $"Token {key}");
        await script.GetAsync($"/api/v3/studies/{study}", bearer).SucceedsAsync();
        await script.GetAsync($"/api/v1/studies/{study}/", token).SucceedsAsync();
        await script.GetAsync("/api/v2/responses/", token).SucceedsAsync();
        await script.GetAsync("/api/v3/me", bearer).IsProblemAsync(403, "token.out_of_scope");
        await script.GetAsync("/api/v3/children", bearer).IsProblemAsync(403, "token.out_of_scope");
        await script
            .SendAsync(HttpMethod.Delete, "/api/v3/session", null, bearer)
            .IsProblemAsync(403, "account.needs_session");

        var listed = await researcher.GetJsonAsync($"/api/v3/labs/{lab}/tokens?limit=100");
        var seen = listed.GetProperty("items").EnumerateArray().Single(t => t.GetProperty("id").GetString() == id);
        Assert.NotEqual(default, seen.GetProperty("lastUsedAt").GetDateTimeOffset());
        await researcher.DeleteAsync($"/api/v3/labs/{lab}/tokens/{id}").HasStatusAsync(HttpStatusCode.NoContent);
        await script.GetAsync($"/api/v3/studies/{study}", bearer).IsProblemAsync(401, "access.unauthenticated");
    }

    static async Task<(string? Lab, Guid Study)> LabAsync(ApiClient researcher)
    {
        var study = (await researcher.DemoAsync()).Study;
        var view = await researcher.GetJsonAsync($"/api/v3/studies/{study}");
        return (view.GetProperty("lab").GetProperty("id").GetString(), study);
    }
}
