using System.Net;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3.Responses;

[Collection("api")]
public class StartResponseTests(ApiHost host)
{
    [Fact]
    public async Task A_session_that_is_resumed_is_not_a_new_one()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var part = new { childId = child };
        using var first = await parent.PostAsync($"/api/v3/studies/{study}/responses", part);
        using var again = await parent.PostAsync($"/api/v3/studies/{study}/responses", part);
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
    }

    [Fact]
    public async Task A_family_is_told_where_it_plays_and_reads_its_session_afterwards()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        using var answer = await parent.PostAsync($"/api/v3/studies/{study}/responses", new { childId = child });
        var start = await ApiClient.ReadAsync(answer);
        var open = new Uri(start.GetProperty("open").GetProperty("url").GetString()!);
        Assert.Equal(new Uri(host.Server.Address, $"/studies/j/{study}/{child}/"), open);
        var (play, path) = await Player.EnterAsync(parent, open.AbsolutePath);
        using var page = await play.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var id = start.GetProperty("response").GetProperty("id").GetGuid();
        Assert.Contains(id.ToString(), await page.Content.ReadAsStringAsync());

        var read = await parent.GetJsonAsync(answer.Headers.Location!.OriginalString);
        Assert.Equal(id, read.GetProperty("summary").GetProperty("id").GetGuid());
        var all = await parent.GetJsonAsync($"/api/v3/me/responses?studyId={study}");
        Assert.Equal(id, all.GetProperty("items")[0].GetProperty("id").GetGuid());
        using var researcher = await host.LoggedInAsync("researcher");
        using var others = await researcher.GetAsync(answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.NotFound, others.StatusCode);
    }
}
