using System.Net;
using System.Text.RegularExpressions;
using Chs.Api.Play;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>The pages that people see, and the page that plays a session.</summary>
[Collection("api")]
public class Stage_(ApiHost host)
{
    [Fact]
    public async Task Sends_whoever_isn_t_logged_in_to_the_log_in_and_back()
    {
        using var nobody = host.Nobody();
        var studies = await nobody.GetJsonAsync("/api/v3/open-studies");
        var study = studies.GetProperty("items")[0].GetProperty("id").GetGuid();
        var page = $"/studies/j/{study}/{Guid.NewGuid()}/";
        var answer = await nobody.SendAsync(HttpMethod.Get, page);
        Assert.Equal(
            (HttpStatusCode.Redirect, $"/login/?next={Uri.EscapeDataString(page)}"),
            (answer.StatusCode, answer.Headers.Location!.OriginalString)
        );
    }

    [Fact]
    public async Task Lets_an_experiment_call_its_own_session_and_nothing_else()
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        var page = await parent.SendAsync(HttpMethod.Get, $"/studies/j/{study}/{child}/");
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType!.ToString());
        var policy = page
            .Headers.GetValues("Content-Security-Policy")
            .Single()
            .Split("; ")
            .ToDictionary(directive => directive.Split(' ')[0], directive => directive.Split(' ')[1..]);
        // A start returns the page's own response while it is empty.
        var response = (await parent.StartAsync(study, child)).ToString();
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
        Assert.Equal(["'none'"], policy["default-src"]);
        Assert.Equal(["'none'"], policy["form-action"]);
        Assert.DoesNotContain("allow-popups", policy["sandbox"]);
        Assert.DoesNotContain("'unsafe-eval'", policy["script-src"]);
        Assert.DoesNotContain("'self'", policy["img-src"].Concat(policy["script-src"]));
        Assert.Contains(response, await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Needs_the_last_slash_because_the_scripts_count_segments()
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        Assert.Equal(
            $"/studies/j/{study}/{child}/",
            (await parent.SendAsync(HttpMethod.Get, $"/studies/j/{study}/{child}")).Headers.Location!.OriginalString
        );
        Assert.Equal(
            $"/studies/j/{study}/{child}/",
            (await parent.SendAsync(HttpMethod.Get, $"/studies/{study}/{child}/")).Headers.Location!.OriginalString
        );
    }

    [Fact]
    public async Task Plays_previews_for_researchers_only()
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        await parent.GetAsync($"/exp/studies/j/{study}/{child}/preview/").HasStatusAsync(HttpStatusCode.NotFound);

        using var researcher = await host.LoggedInAsync("researcher");
        var (_, own) = await researcher.DemoAsync();
        var page = await researcher.SendAsync(HttpMethod.Get, $"/exp/studies/j/{study}/{own}/preview/");
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
    public void Writes_code_so_that_it_can_t_end_its_element(string code, string written) =>
        Assert.Equal(written, HostPage.EscapeForScript(code));

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Leads_nobody_elsewhere_after_the_log_in(string next)
    {
        using var browser = host.Nobody();
        await browser.GetJsonAsync("/api/v3/antiforgery");
        var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["email"] = "researcher@demo.chs",
                ["password"] = "let us try CHS",
                ["next"] = next,
                ["csrftoken"] = browser.Cookie("csrftoken")!,
            }
        );
        var answer = await browser.SendAsync(HttpMethod.Post, "/login/", form);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Refuses_a_log_in_form_of_another_site()
    {
        using var browser = host.Nobody();
        await browser.GetJsonAsync("/api/v3/antiforgery");
        Task<HttpResponseMessage> Post(string token, params (string, string)[] headers)
        {
            var form = new Dictionary<string, string>
            {
                ["email"] = "researcher@demo.chs",
                ["password"] = "let us try CHS",
                ["csrftoken"] = token,
            };
            return browser.SendAsync(HttpMethod.Post, "/login/", new FormUrlEncodedContent(form), headers);
        }

        await Post("").HasStatusAsync(HttpStatusCode.Forbidden);
        await Post(browser.Cookie("csrftoken")!, ("Origin", "https://evil.example"))
            .HasStatusAsync(HttpStatusCode.Forbidden);
        Assert.Null(browser.Cookie("sessionid"));
    }

    [Fact]
    public async Task Serves_its_scripts_for_ever_and_nothing_beside_them()
    {
        using var nobody = host.Nobody();
        var page = await (await nobody.SendAsync(HttpMethod.Get, "/")).Content.ReadAsStringAsync();
        var script = Regex.Match(page, "src=\"(/stage/assets/[^\"]+)").Groups[1].Value;
        var answer = await nobody.SendAsync(HttpMethod.Get, script);
        Assert.Equal(
            (HttpStatusCode.OK, "text/javascript"),
            (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType)
        );
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString());
        string[] others = ["manifest.json", "..%2Fappsettings.json", "%2Fetc%2Fpasswd"];
        foreach (var path in others)
            await nobody.GetAsync($"/stage/assets/{path}").HasStatusAsync(HttpStatusCode.NotFound);
    }
}
