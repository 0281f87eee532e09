using System.Net;
using System.Text.RegularExpressions;
using Chs.Api.Tests.V3.Accounts;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Pages;

[Collection("api")]
public class LogInPageTests(ApiHost host)
{
    [Fact]
    public async Task Whoever_is_not_logged_in_is_sent_to_the_log_in_and_back()
    {
        using var nobody = host.Nobody();
        var studies = await nobody.GetJsonAsync("/api/v3/open-studies");
        var study = studies.GetProperty("items")[0].GetProperty("id").GetGuid();
        var page = $"/studies/j/{study}/{Guid.NewGuid()}/";
        using var answer = await nobody.GetAsync(page);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/login/?next={Uri.EscapeDataString(page)}", answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task A_log_in_leads_to_no_other_site(string next)
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
    public async Task A_log_in_form_of_another_site_is_refused()
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
    public async Task The_first_code_is_taken_by_the_form_that_the_page_shows()
    {
        using var owner = host.Nobody();
        var email = $"{Guid.NewGuid():N}@uni.example";
        await ApiHost.SignUpAsync(owner, email, "Ada", "Example", researcher: true);
        var recovery = await owner.ActivateSecondFactorAsync(await owner.BeginSecondFactorAsync());

        using var browser = host.Nobody();
        var form = await FormAsync(browser, "/login/?next=/account/log-ins/", "/login/");
        form["email"] = email;
        form["password"] = ApiHost.Password;
        using var asked = await PostAsync(browser, "/login/", form);
        Assert.Equal(
            (HttpStatusCode.Found, "/login/code/?next=%2Faccount%2Flog-ins%2F"),
            (asked.StatusCode, asked.Headers.Location!.OriginalString)
        );
        var code = await FormAsync(browser, asked.Headers.Location.OriginalString, "/login/code/");
        code["code"] = recovery[0].GetString()!;
        using var opened = await PostAsync(browser, "/login/code/", code);
        Assert.Equal(
            (HttpStatusCode.Found, "/account/log-ins/"),
            (opened.StatusCode, opened.Headers.Location!.OriginalString)
        );
        // The button in the header, too, has the value of the new log-in.
        var logOut = await FormAsync(browser, "/", "/logout/");
        await PostAsync(browser, "/logout/", logOut).HasStatusAsync(HttpStatusCode.Found);
        Assert.Null(browser.Cookie("sessionid"));
    }

    [Fact]
    public async Task A_page_of_before_the_log_in_shows_its_form_again_which_works()
    {
        using var browser = host.Nobody();
        var old = await FormAsync(browser, "/account/forgotten/", "/account/forgotten/");
        old["email"] = "nobody@family.example";
        await SignUpAsync(browser);
        using var refused = await PostAsync(browser, "/account/forgotten/", old);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var page = await refused.Content.ReadAsStringAsync();
        Assert.Contains("This page was too old", page);
        var again = FormOf(page, "/account/forgotten/");
        Assert.Equal("nobody@family.example", again["email"]);
        await PostAsync(browser, "/account/forgotten/", again).HasStatusAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_is_out_already_lands_at_home_and_whoever_is_not_gets_the_button_again()
    {
        using var browser = host.Nobody();
        var email = await SignUpAsync(browser);
        var old = await FormAsync(browser, "/", "/logout/");
        await browser.PostJsonAsync("/api/v3/session", new { email, password = ApiHost.Password });
        using var refused = await PostAsync(browser, "/logout/", old);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var again = FormOf(await refused.Content.ReadAsStringAsync(), "/logout/");
        await PostAsync(browser, "/logout/", again).HasStatusAsync(HttpStatusCode.Found);
        foreach (var form in (Dictionary<string, string>[])[again, old])
        {
            using var answer = await PostAsync(browser, "/logout/", form);
            Assert.Equal((HttpStatusCode.Found, "/"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        }
    }

    [Fact]
    public async Task The_address_stays_when_the_password_is_wrong()
    {
        using var browser = host.Nobody();
        var form = await FormAsync(browser, "/login/", "/login/");
        var email = $"\"><b>{Guid.NewGuid():N}@family.example";
        form["email"] = email;
        form["password"] = "not it at all";
        using var refused = await PostAsync(browser, "/login/", form);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        var page = await refused.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<b>", page);
        Assert.Equal(email, FormOf(page, "/login/")["email"]);
    }

    [Theory]
    [InlineData("/account/confirm/")]
    [InlineData("/account/password/")]
    public async Task A_dead_link_leads_to_a_new_one_and_shows_no_form(string path)
    {
        using var browser = host.Nobody();
        using var shown = await browser.GetAsync($"{path}?token=dead");
        await browser.GetJsonAsync("/api/v3/antiforgery");
        var form = new Dictionary<string, string>
        {
            ["token"] = "dead",
            ["password"] = ApiHost.Password,
            ["csrftoken"] = browser.Cookie("csrftoken")!,
        };
        using var posted = await PostAsync(browser, path, form);
        foreach (var answer in (HttpResponseMessage[])[shown, posted])
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            var page = await answer.Content.ReadAsStringAsync();
            Assert.Contains("valid any more", page);
            Assert.Contains("href=\"/account/forgotten/\"", page);
            Assert.DoesNotContain("<form", page);
        }
    }

    [Fact]
    public async Task Pages_of_mailed_links_name_the_account_to_password_managers()
    {
        using var parent = host.Nobody();
        var email = await SignUpAsync(parent);
        using var browser = host.Nobody();
        var confirm = $"/account/confirm/?token={await host.TokenAsync(email, "Confirm your")}";
        Assert.Equal(email, (await FormAsync(browser, confirm, "/account/confirm/"))["username"]);
        await browser.PostAsync("/api/v3/password-resets", new { email }).SucceedsAsync();
        var choose = $"/account/password/?token={await host.TokenAsync(email, "Choose a new")}";
        Assert.Equal(email, (await FormAsync(browser, choose, "/account/password/"))["username"]);
    }

    /// <summary>A new account, logged in.</summary>
    /// <returns>Its address.</returns>
    static async Task<string> SignUpAsync(ApiClient browser)
    {
        var email = $"{Guid.NewGuid():N}@family.example";
        await ApiHost.SignUpAsync(browser, email, "Ada", "Example", researcher: false);
        return email;
    }

    static Task<HttpResponseMessage> PostAsync(ApiClient browser, string path, Dictionary<string, string> form) =>
        browser.SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(form));

    static async Task<Dictionary<string, string>> FormAsync(ApiClient browser, string path, string action) =>
        FormOf(await browser.GetAsync(path).TextAsync(), action);

    /// <summary>What the page's form to this address sends when nobody types anything: not what the cookies say.</summary>
    static Dictionary<string, string> FormOf(string page, string action)
    {
        var form = page.Split($"action=\"{action}\"")[1].Split("</form>")[0];
        return Regex
            .Matches(form, """<input (?:type="hidden" )?name="(\w+)"[^>]*?value="([^"]*)".*?>""")
            .ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));
    }
}
