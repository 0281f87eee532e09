using System.Net;
using System.Text.RegularExpressions;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>What pages of other origins can do in a browser that they share with the site, even below one domain: nothing.</summary>
[Collection("api")]
public class OtherOriginsTests(ApiHost host)
{
    const string FrontEnd = "https://front.example",
        Email = "researcher@demo.chs",
        LogInPassword = "let us try CHS";

    /// <summary>What browsers say of a page elsewhere. OWN stands for the site's origin.</summary>
    public static TheoryData<string, string> Foreign =>
        new()
        {
            { "Origin", "https://evil.example" },
            { "Origin", "null" },
            { "Origin", "http://127.0.0.1:1" },
            { "Origin", "https://127.0.0.1" },
            { "Origin", "OWN, https://evil.example" },
            { "Sec-Fetch-Site", "same-site" },
            { "Sec-Fetch-Site", "cross-site" },
            { "Sec-Fetch-Site", "Same-Origin" },
            { "Referer", "https://evil.example/page" },
        };

    string Own => host.Server.Address.GetLeftPart(UriPartial.Authority);

    (string, string) Header(string name, string value) => (name, value.Replace("OWN", Own));

    [Theory, MemberData(nameof(Foreign))]
    public async Task Nobody_is_logged_in(string name, string value)
    {
        using var browser = host.Nobody();
        await browser.GetJsonAsync("/api/v3/antiforgery");
        var header = Header(name, value);
        await browser
            .PostAsync("/api/v3/session", new { email = Email, password = LogInPassword }, header)
            .IsProblemAsync(403, "csrf.failed");
        await browser
            .PostAsync("/api/v3/session/second-factor", new { code = "123456" }, header)
            .IsProblemAsync(403, "csrf.failed");
        await PostFormAsync(browser, "/login/", header).HasStatusAsync(HttpStatusCode.Forbidden);
        await PostFormAsync(browser, "/login/code/", header).HasStatusAsync(HttpStatusCode.Forbidden);
        Assert.Null(browser.Cookie("sessionid"));
    }

    [Theory, MemberData(nameof(Foreign))]
    public async Task Whoever_is_logged_in_changes_nothing_and_stays_so(string name, string value)
    {
        using var parent = await host.LoggedInAsync("parent");
        var header = Header(name, value);
        await parent.PostAsync("/api/v3/me/tokens", new { label = "x" }, header).IsProblemAsync(403, "csrf.failed");
        await parent.SendAsync(HttpMethod.Delete, "/api/v3/session", null, header).IsProblemAsync(403, "csrf.failed");
        foreach (var path in (string[])["/logout/", "/account/confirm/", "/account/password/", "/account/forgotten/"])
            await PostFormAsync(parent, path, header).HasStatusAsync(HttpStatusCode.Forbidden);
        await parent.GetAsync("/api/v3/me", header).HasStatusAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_the_browser_says_of_the_page_counts_beside_the_origin()
    {
        using var parent = await host.LoggedInAsync("parent");
        (string, string) own = ("Origin", Own);
        await Confirm(own, ("Sec-Fetch-Site", "same-site")).IsProblemAsync(403, "csrf.failed");
        // The token of the mail is wrong, which is said by the use case.
        await Confirm(own, ("Sec-Fetch-Site", "same-origin")).IsProblemAsync(400);
        await Confirm(("Sec-Fetch-Site", "none")).IsProblemAsync(400);

        Task<HttpResponseMessage> Confirm(params (string, string)[] headers) =>
            parent.PostAsync("/api/v3/email-confirmations", new { token = "unknown" }, headers);
    }

    [Fact]
    public async Task A_log_in_that_has_ended_makes_no_difference()
    {
        using var browser = host.Nobody();
        (string, string) ended = ("Cookie", "sessionid=ended");
        await AskForMailAsync(ended, ("Origin", FrontEnd)).IsProblemAsync(403, "csrf.failed");
        await AskForMailAsync(ended).HasStatusAsync(HttpStatusCode.NoContent);

        Task<HttpResponseMessage> AskForMailAsync(params (string, string)[] headers) =>
            browser.PostAsync("/api/v3/password-resets", new { email = "nobody@family.example" }, headers);
    }

    [Fact]
    public async Task A_front_end_elsewhere_works_with_keys_and_without_cookies()
    {
        using var page = host.Nobody();
        (string, string)[] elsewhere = [("Origin", FrontEnd), ("Sec-Fetch-Site", "cross-site")];
        var account = new
        {
            email = $"p{Guid.NewGuid():N}@family.example",
            password = ApiHost.Password,
            givenName = "Ada",
            familyName = "Example",
            isResearcher = false,
        };
        await page.PostAsync("/api/v3/accounts", account, elsewhere).HasStatusAsync(HttpStatusCode.Accepted);
        var logIn = new { account.email, account.password };
        var session = await ApiClient.ReadAsync(await page.PostAsync("/api/v3/session-keys", logIn, elsewhere));
        await page.PostAsync("/api/v3/password-resets", new { account.email }, elsewhere)
            .HasStatusAsync(HttpStatusCode.NoContent);

        var child = new { givenName = "Mika", birthday = "2022-03-01" };
        (string, string) key = ("Authorization", $"Bearer {session.GetProperty("key").GetString()}");
        await page.PostAsync("/api/v3/children", child, [.. elsewhere, key]).HasStatusAsync(HttpStatusCode.Created);
        await page.PostAsync("/api/v3/children", child, [.. elsewhere, key, ("Cookie", "sessionid=x")])
            .HasStatusAsync(HttpStatusCode.Created);
        // An empty header is no key: the cookie would count.
        await page.PostAsync(
                "/api/v3/children",
                child,
                [.. elsewhere, ("Authorization", ""), ("Cookie", "sessionid=x")]
            )
            .IsProblemAsync(403, "csrf.failed");
        await page.PostAsync("/api/v3/session", logIn, [.. elsewhere, key]).IsProblemAsync(403, "csrf.failed");
        await page.SendAsync(HttpMethod.Delete, "/api/v3/session", null, [.. elsewhere, key])
            .HasStatusAsync(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("csrftoken={foreign}; sessionid={session}; csrftoken={own}")]
    [InlineData("csrftoken={own}; csrftoken={foreign}; sessionid={session}")]
    [InlineData("csrftoken=; csrftoken=x; CSRFTOKEN=y; sessionid={session}; csrftoken={own}")]
    public async Task Foreign_cookies_of_the_same_name_lock_nobody_out(string cookies)
    {
        using var parent = await host.LoggedInAsync("parent");
        var own = parent.Cookie("csrftoken")!;
        var sent = cookies
            .Replace("{own}", own)
            .Replace("{foreign}", new string('f', 40))
            .Replace("{session}", parent.Cookie("sessionid"));
        var answer = parent.PostAsync(
            "/api/v3/email-confirmations",
            new { token = "unknown" },
            ("Cookie", sent),
            ("X-CSRFToken", own),
            ("Origin", Own)
        );
        await answer.IsProblemAsync(400);
        await parent
            .PostAsync("/api/v3/me/tokens", new { }, ("Cookie", sent), ("X-CSRFToken", new string('g', 40)))
            .IsProblemAsync(403, "csrf.failed");
    }

    [Fact]
    public async Task A_form_holds_the_value_that_all_of_the_site_receives()
    {
        using var browser = host.Nobody();
        string foreign = new('f', 32),
            own = new('o', 32);
        (string, string) cookies = ("Cookie", $"csrftoken={foreign}; csrftoken={own}; csrftoken=x");
        var page = await browser.GetAsync("/login/", cookies).TextAsync();
        Assert.Equal(own, Regex.Match(page, "name=\"csrftoken\" value=\"([^\"]+)\"").Groups[1].Value);
        foreach (var token in (string[])[own, foreign])
        {
            var form = new FormUrlEncodedContent([new("csrftoken", token), new("email", "nobody@family.example")]);
            await browser
                .SendAsync(HttpMethod.Post, "/account/forgotten/", form, cookies)
                .HasStatusAsync(HttpStatusCode.OK);
        }
    }

    static Task<HttpResponseMessage> PostFormAsync(ApiClient browser, string path, params (string, string)[] headers)
    {
        Dictionary<string, string> fields = new()
        {
            ["email"] = Email,
            ["password"] = LogInPassword,
            ["csrftoken"] = browser.Cookie("csrftoken")!,
        };
        return browser.SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields), headers);
    }
}
