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
}
