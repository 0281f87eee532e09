using System.Net;
using System.Text.Json;
using Chs.Api.Access;
using Chs.Api.Tests.V3.Accounts;
using Chs.Infrastructure.Settings;
using Chs.Testing;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>
/// Log-in through an institution, against a real provider. The client follows each redirect as a browser does.
/// </summary>
public class InstitutionLogInTests(InstitutionHost host) : IClassFixture<InstitutionHost>
{
    const string Start = "/login/institution/";

    RedirectingBrowser Browser() => new(host.Server.Address);

    [Fact]
    public async Task The_cookies_that_tie_the_log_in_to_a_browser_are_for_this_host()
    {
        using var browser = ApiClient.To(host.Server.Address);
        using var answer = await browser.GetAsync("/login/institution/");
        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.Equal(2, cookies.Count);
        Assert.All(cookies, cookie => Assert.StartsWith("institution-", cookie));
        Assert.All(cookies, cookie => Assert.EndsWith("; path=/; samesite=lax; httponly", cookie));
    }

    [Fact]
    public void No_other_host_can_set_them_where_browsers_promise_it()
    {
        var http = new DefaultHttpContext();
        var current = new HttpContextAccessor { HttpContext = http };
        var site = new RequestSite(new ChsSettings { PublicUrl = new Uri("https://chs.example") });
        var builder = new HostCookieBuilder(new HostCookie("state-"), TimeSpan.FromMinutes(1), current, site);
        var options = builder.Build(http, Some.Moment);
        Assert.Equal("__Host-state-", builder.Name);
        Assert.Equal((true, "/", null), (options.Secure, options.Path, options.Domain));
        Assert.Equal(Some.Moment.AddMinutes(1), options.Expires);
    }

    [Fact]
    public async Task The_log_in_page_names_the_institution()
    {
        using var browser = Browser();
        var form = await browser.GetAsync("/login/").TextAsync();
        Assert.Contains("Log in at Uni &lt;of&gt; Somewhere", form);
    }

    [Fact]
    public async Task A_person_whom_the_provider_knows_gets_an_account_and_arrives_where_they_wanted_to_go()
    {
        using var browser = Browser();
        var arrived = await browser.LogInAsync("ada,verified", $"{Start}?next=/swagger/index.html");
        Assert.Equal("/swagger/index.html", arrived.AbsolutePath);
        var me = await browser.MeAsync();
        Assert.Equal("ada@uni.example", me.GetProperty("email").GetString());
        Assert.Equal("Ada", me.GetProperty("givenName").GetString());
        Assert.True(me.GetProperty("isEmailConfirmed").GetBoolean());
        Assert.DoesNotContain("ada@uni.example", host.Server.Output);
    }

    [Fact]
    public async Task A_second_log_in_reaches_the_same_account_in_another_session()
    {
        using var first = Browser();
        await first.LogInAsync("ida,verified", Start);
        using var second = Browser();
        await second.LogInAsync("ida,verified", $"{Start}?next=https://evil.example/");
        Assert.Equal(IdOf(await first.MeAsync()), IdOf(await second.MeAsync()));
        Assert.NotEqual(first.Session, second.Session);
    }

    static string? IdOf(JsonElement account) => account.GetProperty("id").GetString();

    [Fact]
    public async Task An_address_that_the_provider_does_not_vouch_for_opens_no_session()
    {
        using var browser = Browser();
        await browser.LogInAsync("eve,unverified", Start);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusOfMeAsync());
    }

    /// <summary>
    /// The provider's answer to the attacker, opened in the victim's browser, would log the victim in to the attacker's
    /// account.
    /// </summary>
    [Fact]
    public async Task An_answer_that_another_browser_asked_for_opens_no_session()
    {
        using var attacker = new RedirectingBrowser(host.Server.Address) { StopAt = "/login/institution/callback" };
        var answer = await attacker.LogInAsync("mallory,verified", Start);
        using var victim = Browser();
        using var refused = await victim.GetAsync(answer.PathAndQuery);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("didn't work", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.Unauthorized, await victim.StatusOfMeAsync());
    }

    [Fact]
    public async Task An_answer_that_nobody_asked_for_is_refused()
    {
        using var browser = Browser();
        await browser
            .GetAsync("/login/institution/callback?code=x&state=y")
            .HasStatusAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_second_factor_of_the_provider_counts_and_ours_is_asked_for_where_it_asked_for_none()
    {
        using var first = Browser();
        await first.LogInAsync("grace,verified", Start);
        await MakeResearcherAsync("grace");

        const string unknownStudy = "/api/v3/studies/00000000-0000-0000-0000-000000000000";
        using var withPassword = Browser();
        await withPassword.LogInAsync("grace,verified", Start);
        await withPassword.GetAsync("/api/v3/me").SucceedsAsync();
        await withPassword.GetAsync("/api/v3/labs").SucceedsAsync();
        Assert.Equal("account.second_factor_needed", await withPassword.CodeAsync("/api/v3/labs?set=mine"));
        Assert.Equal("account.second_factor_needed", await withPassword.CodeAsync("/api/v3/studies"));
        Assert.Equal("account.second_factor_needed", await withPassword.CodeAsync(unknownStudy));
        using var withSecondFactor = Browser();
        await withSecondFactor.LogInAsync("grace,verified,mfa", Start);
        await withSecondFactor.GetAsync("/api/v3/me").SucceedsAsync();
        Assert.Equal("study.not_found", await withSecondFactor.CodeAsync(unknownStudy));
    }

    [Fact]
    public async Task Staff_need_our_second_factor_after_a_log_in_with_a_password()
    {
        using var administrator = ApiClient.To(host.Server.Address);
        await administrator.LogInAsync("admin@demo.chs");
        await administrator.GetAsync("/api/v3/accounts").IsProblemAsync(403, "account.second_factor_needed");
    }

    /// <summary>Done by a superuser who has logged in with a second factor.</summary>
    async Task MakeResearcherAsync(string name)
    {
        const string email = "boss@site.example";
        using var superuser = ApiClient.To(host.Server.Address);
        var account = new { email, password = ApiHost.Password };
        await superuser.PostJsonAsync("/api/v3/accounts", account);
        await host.MakeSuperuserAsync(email);
        await superuser.PostJsonAsync("/api/v3/session", account);
        await superuser.ActivateSecondFactorAsync(await superuser.BeginSecondFactorAsync());
        var accounts = await superuser.GetJsonAsync($"/api/v3/accounts?match={name}");
        var id = accounts.GetProperty("items")[0].GetProperty("id").GetString();
        await superuser.PutAsync($"/api/v3/accounts/{id}/researcher").SucceedsAsync();
    }
}
