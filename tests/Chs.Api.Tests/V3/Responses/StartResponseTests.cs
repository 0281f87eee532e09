using System.Net;
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
}
