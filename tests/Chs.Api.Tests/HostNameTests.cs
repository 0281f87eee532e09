using System.Net;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>What clients can send as the name of the host.</summary>
[Collection("api")]
public class HostNameTests(ApiHost host)
{
    [Theory]
    [InlineData("!$")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData("~")]
    [InlineData("(x)")]
    [InlineData("xn--")]
    [InlineData("a:99999")]
    [InlineData("play.localhost.")]
    [InlineData("localhost.:80")]
    public async Task A_name_that_is_none_is_no_fault_of_ours(string name)
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var part = new { childId = child };
        using var started = await parent.PostAsync($"/api/v3/studies/{study}/responses", part, ("Host", name));
        Assert.True((int)started.StatusCode is 201 or 400, $"{started.StatusCode}");
        foreach (var path in (string[])["/", "/api/v2/children/", $"/studies/j/{study}/{child}/", "/openapi/v3.json"])
        {
            using var answer = await parent.GetAsync(path, ("Host", name));
            Assert.True(answer.StatusCode < HttpStatusCode.InternalServerError, $"{path}: {answer.StatusCode}");
        }
    }

    /// <summary>The same to the network, another name to cookies and to us.</summary>
    [Theory]
    [InlineData("play.localhost.")]
    [InlineData("01a21b29-f4cd-749c-b126-043e34853084.play.localhost.:80")]
    [InlineData("127.0.0.1.")]
    public async Task A_dot_at_the_end_of_a_name_leads_nowhere(string name)
    {
        using var nobody = host.Nobody();
        foreach (var path in (string[])["/", "/login/", "/swagger"])
            await nobody.GetAsync(path, ("Host", name)).HasStatusAsync(HttpStatusCode.BadRequest);
    }
}
