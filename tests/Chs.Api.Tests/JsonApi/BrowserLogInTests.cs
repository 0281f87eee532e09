using System.Net;
using Xunit;

namespace Chs.Api.Tests.JsonApi;

/// <summary>What a browser's log-in may do at v1 and v2 of the site: read.</summary>
[Collection("api")]
public class BrowserLogInTests(ApiHost host)
{
    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task It_reads_and_writes_need_a_token(string version)
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var response = await parent.StartAsync(study, child);
        var address = $"/api/{version}/responses/{response}/";
        var created = await parent.PostJsonAsync("/api/v3/me/tokens", new { label = "script" });
        (string, string) token = ("Authorization", $"Token {created.GetProperty("key").GetString()}");

        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete])
        {
            using var answer = await parent.SendAsync(method, address);
            Assert.Equal((403, "permission_denied", "/data"), await ApiHost.JsonApiErrorAsync(answer));
            Assert.Contains("send a token", await answer.Content.ReadAsStringAsync());
        }

        await parent.GetAsync(address).HasStatusAsync(HttpStatusCode.OK);
        await parent.SendAsync(HttpMethod.Head, address).HasStatusAsync(HttpStatusCode.OK);
        await parent.SendAsync(HttpMethod.Patch, address, Save(response)).HasStatusAsync(HttpStatusCode.Forbidden);
        await parent.SendAsync(HttpMethod.Patch, address, Save(response), token).HasStatusAsync(HttpStatusCode.OK);
    }

    static StringContent Save(Guid response) =>
        new($$$"""{"data":{"id":"{{{response}}}","type":"responses","attributes":{"completed":true} } }""")
        {
            Headers = { ContentType = new("application/vnd.api+json") },
        };
}
