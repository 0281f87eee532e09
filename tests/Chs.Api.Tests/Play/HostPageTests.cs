using System.Net;
using System.Text.RegularExpressions;
using Chs.Api.Play;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Play;

/// <summary>The page that plays a session.</summary>
[Collection("api")]
public class HostPageTests(ApiHost host)
{
    [Fact]
    public async Task The_page_has_the_id_of_its_response()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        using var page = await parent.GetAsync($"/studies/j/{study}/{child}/");
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType!.ToString());
        var response = await ResponseOfPageAsync(parent, study, child);
        Assert.Contains(response, await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_experiment_may_call_its_own_session_only()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var policy = await PolicyAsync(parent, study, child);
        var response = await ResponseOfPageAsync(parent, study, child);
        var origin = host.Server.Address.ToString().TrimEnd('/');
        Assert.Equal(
            [
                $"{origin}/api/v2/studies/{study}/",
                $"{origin}/api/v2/children/{child}/",
                $"{origin}/api/v2/past-sessions/{response}/",
                $"{origin}/api/v2/responses/{response}/",
                $"{origin}/stage/uploads/",
            ],
            policy["connect-src"]
        );
    }

    [Fact]
    public async Task An_experiment_may_nothing_that_it_does_not_need()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var policy = await PolicyAsync(parent, study, child);
        Assert.Equal(["'none'"], policy["default-src"]);
        Assert.Equal(["'none'"], policy["form-action"]);
        Assert.DoesNotContain("allow-popups", policy["sandbox"]);
        Assert.DoesNotContain("'unsafe-eval'", policy["script-src"]);
        Assert.DoesNotContain("'self'", policy["img-src"].Concat(policy["script-src"]));
    }

    /// <summary>The page's Content-Security-Policy: the values of each directive.</summary>
    static async Task<Dictionary<string, string[]>> PolicyAsync(ApiClient parent, Guid study, Guid child)
    {
        using var page = await parent.GetAsync($"/studies/j/{study}/{child}/");
        return page
            .Headers.GetValues("Content-Security-Policy")
            .Single()
            .Split("; ")
            .ToDictionary(directive => directive.Split(' ')[0], directive => directive.Split(' ')[1..]);
    }

    /// <summary>A start returns the page's own response while it is empty.</summary>
    static async Task<string> ResponseOfPageAsync(ApiClient parent, Guid study, Guid child) =>
        (await parent.StartAsync(study, child)).ToString();

    [Theory]
    [InlineData("/studies/j/{study}/{child}")]
    [InlineData("/studies/{study}/{child}/")]
    public async Task Other_addresses_lead_to_the_one_with_the_last_slash_because_the_scripts_count_segments(
        string address
    )
    {
        using var parent = await host.LoggedInAsync("parent");
        var (study, child) = await parent.DemoAsync();
        var path = address
            .Replace("{study}", study.ToString(), StringComparison.Ordinal)
            .Replace("{child}", child.ToString(), StringComparison.Ordinal);
        using var answer = await parent.GetAsync(path);
        Assert.Equal($"/studies/j/{study}/{child}/", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Families_get_no_previews()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        await parent.GetAsync($"/exp/studies/j/{study}/{child}/preview/").HasStatusAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Researchers_get_previews_whose_responses_say_so()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var (study, child) = await researcher.DemoAsync();
        using var page = await researcher.GetAsync($"/exp/studies/j/{study}/{child}/preview/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var html = await page.Content.ReadAsStringAsync();
        var response = Regex.Match(html, "chsData.load\\(\"([^\"]+)").Groups[1].Value;
        var document = await researcher.GetJsonAsync($"/api/v2/responses/{response}/");
        var attributes = document.GetProperty("data").GetProperty("attributes");
        Assert.True(attributes.GetProperty("is_preview").GetBoolean());
    }

    [Theory]
    [InlineData("const a = '</script><img>';", "const a = '<\\/script><img>';")]
    [InlineData("`</SCRIPT`", "`<\\/SCRIPT`")]
    [InlineData("'<!--<script>'", "'<\\!--<script>'")]
    [InlineData("a < b && c</d/", "a < b && c</d/")]
    public void Code_is_written_so_that_it_cannot_end_its_element(string code, string written) =>
        Assert.Equal(written, HostPage.EscapeForScript(code));
}
