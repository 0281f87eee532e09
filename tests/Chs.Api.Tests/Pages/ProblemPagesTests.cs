using System.Net;
using System.Text.RegularExpressions;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Pages;

/// <summary>The texts to which the types of problems lead.</summary>
[Collection("api")]
public class ProblemPagesTests(ApiHost host)
{
    public static TheoryData<string> Codes =>
        new(
            File.ReadLines(Repository.File("docs/error-codes.md"))
                .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
                .SelectMany(line => Regex.Matches(line.Split('|')[1], "`([a-z_.]+)`"))
                .Select(match => match.Groups[1].Value)
        );

    [Fact]
    public async Task The_type_of_a_problem_leads_to_what_can_be_done()
    {
        using var nobody = host.Nobody();
        using var refused = await nobody.GetAsync("/api/v3/me");
        var problem = System.Text.Json.JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement;
        using var page = await nobody.GetAsync(problem.GetProperty("type").GetString()!);
        var text = await page.Content.ReadAsStringAsync();
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Status 401", text);
        Assert.Contains("Log in, or send a valid token", text);
    }

    [Theory, MemberData(nameof(Codes))]
    public async Task Each_code_has_a_text(string code)
    {
        using var nobody = host.Nobody();
        using var page = await nobody.GetAsync($"/errors/{code}");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains(code, await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Names_in_a_text_are_marked()
    {
        using var nobody = host.Nobody();
        using var page = await nobody.GetAsync("/errors/csrf.failed");
        Assert.Contains("<code>X-CSRFToken</code>", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_unknown_code_has_none()
    {
        using var nobody = host.Nobody();
        using var page = await nobody.GetAsync("/errors/no.such");
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }
}
