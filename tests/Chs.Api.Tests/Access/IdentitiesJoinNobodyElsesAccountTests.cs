using System.Net;
using System.Text.Json;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>Number 2: log-ins elsewhere, against real providers. Mallory wants to be in Vera's account.</summary>
public class IdentitiesJoinNobodyElsesAccountTests(SeveralProvidersHost host) : IClassFixture<SeveralProvidersHost>
{
    const string University = SeveralProvidersHost.University,
        Company = SeveralProvidersHost.Company,
        Orcid = SeveralProvidersHost.Orcid,
        Impostor = SeveralProvidersHost.Impostor;

    RedirectingBrowser Browser() => new(host.Server.Address);

    [Fact]
    public async Task Whoever_prepared_an_account_with_an_address_stays_out_of_its_owners()
    {
        using var mallory = Browser();
        await SignUpAsync(mallory, "vera1@uni.example");
        await LinkAsync(mallory, Orcid, "mallory1,none");
        await mallory.SendJsonAsync(HttpMethod.Post, "/api/v3/children", Child);
        using var vera = Browser();
        await vera.LogInAsync("vera1,verified", University);
        var hers = await vera.MeAsync();
        Assert.Equal("vera1@uni.example", hers.GetProperty("email").GetString());
        Assert.Equal(0, await CountAsync(vera, "/api/v3/children"));

        Assert.NotEqual(IdOf(hers), IdOf(await mallory.MeAsync()));
        using var again = Browser();
        await again.LogInAsync("mallory1,none", Orcid);
        Assert.NotEqual(IdOf(hers), IdOf(await again.MeAsync()));
        using var withPassword = Browser();
        await withPassword.SendJsonAsync(HttpMethod.Post, "/api/v3/session", LogInAs("vera1@uni.example"));
        Assert.Equal(HttpStatusCode.Unauthorized, withPassword.Status);
    }

    [Fact]
    public async Task Whoever_moved_an_account_to_an_address_stays_out_of_its_owners()
    {
        using var mallory = Browser();
        await mallory.LogInAsync("mallory2@company.example,verified", Company);
        using var withPassword = Browser();
        await SignUpAsync(withPassword, "mallory2@elsewhere.example");
        var change = new { email = "vera2@uni.example", password = ApiHost.Password };
        await withPassword.SendJsonAsync(HttpMethod.Put, "/api/v3/me/email", change);
        Assert.Equal(HttpStatusCode.OK, withPassword.Status);
        using var vera = Browser();
        await vera.LogInAsync("vera2,verified", University);
        var hers = IdOf(await vera.MeAsync());
        Assert.NotEqual(hers, IdOf(await mallory.MeAsync()));
        Assert.NotEqual(hers, IdOf(await withPassword.MeAsync()));
    }

    [Fact]
    public async Task A_provider_is_believed_for_the_domains_that_the_site_names_only()
    {
        using var vera = Browser();
        await vera.LogInAsync("vera3,verified", University);
        using var mallory = Browser();
        await mallory.LogInAsync("vera3@uni.example,verified", Company);
        Assert.Equal(HttpStatusCode.Conflict, mallory.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await mallory.StatusOfMeAsync());
    }

    [Fact]
    public async Task Equal_subjects_of_two_providers_are_two_people()
    {
        using var one = Browser();
        await one.LogInAsync("same@uni.example,verified", University);
        using var other = Browser();
        await other.LogInAsync("same@uni.example,verified", Company);
        Assert.Equal(HttpStatusCode.Unauthorized, await other.StatusOfMeAsync());
    }

    [Fact]
    public async Task A_provider_that_speaks_in_the_name_of_another_opens_nothing()
    {
        using var vera = Browser();
        await vera.LogInAsync("vera4,verified", University);
        using var mallory = Browser();
        await mallory.LogInAsync("vera4,verified", Impostor);
        Assert.Equal(HttpStatusCode.Unauthorized, mallory.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await mallory.StatusOfMeAsync());
    }

    [Fact]
    public async Task The_answer_of_one_provider_is_refused_where_another_ones_is_expected()
    {
        using var browser = new RedirectingBrowser(host.Server.Address) { StopAt = "/login/institution/1/callback" };
        var answer = await browser.LogInAsync("mallory4@company.example,verified", Company);
        var elsewhere = "/login/institution/callback" + answer.Query;
        await browser.GetAsync(elsewhere).HasStatusAsync(HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusOfMeAsync());
    }

    [Fact]
    public async Task A_log_in_without_an_address_opens_the_account_that_it_was_linked_with_until_it_is_removed()
    {
        using var stranger = Browser();
        await stranger.LogInAsync("0000-0001,none", Orcid);
        Assert.Equal(HttpStatusCode.Conflict, stranger.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await stranger.StatusOfMeAsync());

        using var vera = Browser();
        await SignUpAsync(vera, "vera5@uni.example");
        Assert.Equal("/swagger/index.html", (await LinkAsync(vera, Orcid, "0000-0001,none")).AbsolutePath);
        using var again = Browser();
        await again.LogInAsync("0000-0001,none", Orcid);
        Assert.Equal(IdOf(await vera.MeAsync()), IdOf(await again.MeAsync()));

        var linked = await vera.SendJsonAsync(HttpMethod.Get, "/api/v3/me/external-log-ins");
        var item = Assert.Single(linked.GetProperty("items").EnumerateArray());
        Assert.Equal("0000-0001,none", item.GetProperty("subject").GetString());
        await vera.SendJsonAsync(HttpMethod.Delete, $"/api/v3/me/external-log-ins/{IdOf(item)}");
        Assert.Equal(HttpStatusCode.NoContent, vera.Status);
        using var later = Browser();
        await later.LogInAsync("0000-0001,none", Orcid);
        Assert.Equal(HttpStatusCode.Unauthorized, await later.StatusOfMeAsync());
    }

    [Fact]
    public async Task What_begins_to_link_works_in_its_own_browser_only()
    {
        using var mallory = Browser();
        await SignUpAsync(mallory, "mallory6@elsewhere.example");
        var link = await LinkOfAsync(mallory);
        using var vera = Browser();
        await SignUpAsync(vera, "vera6@uni.example");
        await vera.LogInAsync("vera6,none", $"{Orcid}?link={link}");
        Assert.Equal(HttpStatusCode.BadRequest, vera.Status);
        foreach (var browser in (RedirectingBrowser[])[mallory, vera])
            Assert.Equal(0, await CountAsync(browser, "/api/v3/me/external-log-ins"));
        using var nobody = Browser();
        await nobody.LogInAsync("vera6,none", $"{Orcid}?link={link}");
        Assert.Equal(HttpStatusCode.BadRequest, nobody.Status);
    }

    [Fact]
    public async Task A_log_in_that_opens_an_account_is_not_linked_with_another()
    {
        using var vera = Browser();
        await SignUpAsync(vera, "vera7@uni.example");
        await LinkAsync(vera, Orcid, "vera7,none");
        using var mallory = Browser();
        await SignUpAsync(mallory, "mallory7@elsewhere.example");
        await LinkAsync(mallory, Orcid, "vera7,none");
        Assert.Equal(HttpStatusCode.Conflict, mallory.Status);
        Assert.Equal(0, await CountAsync(mallory, "/api/v3/me/external-log-ins"));
    }

    [Fact]
    public async Task Linking_needs_the_password()
    {
        using var browser = Browser();
        await SignUpAsync(browser, "vera8@uni.example");
        await browser.SendJsonAsync(HttpMethod.Post, "/api/v3/me/external-log-ins", new { password = "not it" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
    }

    [Fact]
    public async Task Nobody_removes_a_log_in_of_others()
    {
        using var vera = Browser();
        await vera.LogInAsync("vera9,verified", University);
        var linked = await vera.SendJsonAsync(HttpMethod.Get, "/api/v3/me/external-log-ins");
        using var mallory = Browser();
        await SignUpAsync(mallory, "mallory9@elsewhere.example");
        var id = IdOf(linked.GetProperty("items")[0]);
        await mallory.SendJsonAsync(HttpMethod.Delete, $"/api/v3/me/external-log-ins/{id}");
        Assert.Equal(HttpStatusCode.NotFound, mallory.Status);
        Assert.Equal(1, await CountAsync(vera, "/api/v3/me/external-log-ins"));
    }

    [Fact]
    public async Task Each_provider_has_a_button_and_a_page_links_and_removes()
    {
        using var vera = Browser();
        var logIn = await vera.GetAsync("/login/").TextAsync();
        foreach (var path in (string[])[University, Company, Orcid])
            Assert.Contains($"href=\"{path}?next=", logIn);
        await SignUpAsync(vera, "vera10@uni.example");
        var page = await vera.GetAsync("/account/log-ins/").TextAsync();
        Assert.Contains("Link ORCID", page);
        await LinkAsync(vera, Orcid, "<vera10>,none");
        Assert.Contains("&lt;vera10&gt;,none at ", await vera.GetAsync("/account/log-ins/").TextAsync());
    }

    static readonly object Child = new { givenName = "Mika", birthday = "2022-03-01" };

    static object LogInAs(string email) => new { email, password = ApiHost.Password };

    static string? IdOf(JsonElement thing) => thing.GetProperty("id").GetString();

    static async Task<int> CountAsync(RedirectingBrowser browser, string list) =>
        (await browser.SendJsonAsync(HttpMethod.Get, list)).GetProperty("items").GetArrayLength();

    static async Task SignUpAsync(RedirectingBrowser browser, string email)
    {
        await browser.SendJsonAsync(HttpMethod.Post, "/api/v3/accounts", LogInAs(email));
        await browser.SendJsonAsync(HttpMethod.Post, "/api/v3/session", LogInAs(email));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    /// <summary>Links a log-in with the account that the browser is logged in to.</summary>
    static async Task<Uri> LinkAsync(RedirectingBrowser browser, string path, string name)
    {
        var link = await LinkOfAsync(browser);
        return await browser.LogInAsync(name, $"{path}?link={link}&next=/swagger/index.html");
    }

    static async Task<string?> LinkOfAsync(RedirectingBrowser browser)
    {
        var password = new { password = ApiHost.Password };
        var asked = await browser.SendJsonAsync(HttpMethod.Post, "/api/v3/me/external-log-ins", password);
        return asked.GetProperty("link").GetString();
    }
}
