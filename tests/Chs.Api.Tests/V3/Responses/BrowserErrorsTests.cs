using Chs.Domain.Responses;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Api.Tests.V3.Responses;

[Collection("api")]
public class BrowserErrorsTests(ApiHost host)
{
    [Fact]
    public async Task Errors_are_shown_as_they_came_and_as_nothing_but_text()
    {
        const string message = """</script><b onload="x()">'é€😀""";
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var response = await parent.StartAsync(study, child);
        await AddAsync(response, message);

        using var researcher = await host.LoggedInAsync("researcher");
        var path = $"/api/v3/studies/{study}/responses/{response}/errors";
        using var before = await researcher.GetAsync(path);
        Assert.Equal((404, "response.not_found"), await ApiHost.ProblemAsync(before));
        (await parent.PatchAsync(response, """{"completed_consent_frame":true}""")).EnsureSuccessStatusCode();
        var rulings = $"/api/v3/studies/{study}/responses/{response}/consent-rulings";
        await researcher.PostJsonAsync(rulings, new { ruling = "accepted" });
        using var after = await researcher.GetAsync(path);
        Assert.Equal("application/json", after.Content.Headers.ContentType!.MediaType);
        var error = (await ApiClient.ReadAsync(after)).GetProperty("items")[0];
        Assert.Equal(message, error.GetProperty("message").GetString());
    }

    async Task AddAsync(Guid response, string message)
    {
        await using var db = host.Database();
        var session = await db.Responses.SingleAsync(r => r.Uuid == response);
        db.BrowserErrors.Add(BrowserError.Of(session, message, "a.js:1", "Firefox", null, session.CreatedAt));
        await db.SaveChangesAsync();
    }
}
