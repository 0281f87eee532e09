using System.Net;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>Log-in through an institution, against a real provider. The client follows each redirect as a browser does.</summary>
public sealed class Institution_ : IAsyncLifetime
{
    readonly string _data = Directory.CreateTempSubdirectory("chs-oidc-").FullName;
    OpenIdProvider? _provider;
    ServerProcess? _server;

    public async Task InitializeAsync()
    {
        var port = ServerProcess.FreePort();
        _provider = await OpenIdProvider.StartAsync(new Uri($"http://127.0.0.1:{port}"));
        _server = await ServerProcess.StartAsync(
            _data,
            null,
            port,
            ("Chs__OpenId__Authority", _provider.Issuer.AbsoluteUri),
            ("Chs__OpenId__ClientId", OpenIdProvider.ClientId),
            ("Chs__OpenId__ClientSecret", OpenIdProvider.ClientSecret),
            ("Chs__OpenId__Name", "Uni <of> Somewhere"),
            ("Chs__Accounts__SecondFactor", "Researchers")
        );
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_provider is not null)
            await _provider.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Opens_a_session_of_ours_for_the_person_that_the_provider_knows()
    {
        using var browser = new RedirectingBrowser(_server!.Address);
        var form = await browser.GetAsync("/login/");
        Assert.Contains("Log in at Uni &lt;of&gt; Somewhere", await form.Content.ReadAsStringAsync());
        var arrived = await browser.LogInAsync("ada,verified", "/login/institution/?next=/swagger/index.html");
        Assert.Equal("/swagger/index.html", arrived.AbsolutePath);
        var me = await browser.MeAsync();
        Assert.Equal(
            ("ada@uni.example", "Ada", true),
            (
                me.GetProperty("email").GetString(),
                me.GetProperty("givenName").GetString(),
                me.GetProperty("isEmailConfirmed").GetBoolean()
            )
        );

        // A second log-in reaches the same account, in another session.
        using var second = new RedirectingBrowser(_server.Address);
        await second.LogInAsync("ada,verified", "/login/institution/?next=https://evil.example/");
        Assert.Equal(me.GetProperty("id").GetString(), (await second.MeAsync()).GetProperty("id").GetString());
        Assert.NotEqual(browser.Session, second.Session);
        Assert.DoesNotContain("ada@uni.example", _server.Output);
    }

    [Fact]
    public async Task Refuses_addresses_that_nobody_vouches_for_and_answers_that_weren_t_asked_for()
    {
        using var unverified = new RedirectingBrowser(_server!.Address);
        await unverified.LogInAsync("mallory,unverified", "/login/institution/");
        Assert.Equal(HttpStatusCode.Unauthorized, await unverified.StatusOfMeAsync());

        // The provider's answer to the attacker, opened in the victim's browser, would log the victim in to the attacker's account.
        using var attacker = new RedirectingBrowser(_server.Address) { StopAt = "/login/institution/callback" };
        var answer = await attacker.LogInAsync("mallory,verified", "/login/institution/");
        using var victim = new RedirectingBrowser(_server.Address);
        var refused = await victim.GetAsync(answer.PathAndQuery);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains(
            "didn&#x27;t work",
            (await refused.Content.ReadAsStringAsync()).Replace("didn't", "didn&#x27;t", StringComparison.Ordinal)
        );
        Assert.Equal(HttpStatusCode.Unauthorized, await victim.StatusOfMeAsync());
        using var invented = new RedirectingBrowser(_server.Address);
        await invented
            .GetAsync("/login/institution/callback?code=x&state=y")
            .HasStatusAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Counts_the_provider_s_second_factor_and_asks_for_ours_where_it_asked_for_none()
    {
        using var first = new RedirectingBrowser(_server!.Address);
        await first.LogInAsync("grace,verified", "/login/institution/");
        await MakeResearcherAsync("grace");

        const string unknownStudy = "/api/v3/studies/00000000-0000-0000-0000-000000000000";
        using var withPassword = new RedirectingBrowser(_server.Address);
        await withPassword.LogInAsync("grace,verified", "/login/institution/");
        await withPassword.GetAsync("/api/v3/labs?set=mine").SucceedsAsync();
        Assert.Equal("account.second_factor_needed", await withPassword.CodeAsync(unknownStudy));
        using var withSecondFactor = new RedirectingBrowser(_server.Address);
        await withSecondFactor.LogInAsync("grace,verified,mfa", "/login/institution/");
        await withSecondFactor.GetAsync("/api/v3/me").SucceedsAsync();
        Assert.Equal("study.not_found", await withSecondFactor.CodeAsync(unknownStudy));
    }

    [Fact]
    public async Task Asks_a_reviewer_for_our_second_factor()
    {
        using var reviewer = ApiClient.To(_server!.Address);
        await reviewer.LogInAsync("admin@demo.chs");
        await reviewer.GetAsync("/api/v3/accounts").IsProblemAsync(403, "account.second_factor_needed");
    }

    async Task MakeResearcherAsync(string name)
    {
        using var reviewer = ApiClient.To(_server!.Address);
        await reviewer.LogInAsync("admin@demo.chs");
        await reviewer.ActivateSecondFactorAsync(await reviewer.BeginSecondFactorAsync());
        var accounts = await reviewer.GetJsonAsync($"/api/v3/accounts?match={name}");
        var id = accounts.GetProperty("items")[0].GetProperty("id").GetString();
        await reviewer.PutAsync($"/api/v3/accounts/{id}/researcher").SucceedsAsync();
    }

    [Fact]
    public async Task Is_excused_while_the_provider_is_away()
    {
        var data = Directory.CreateTempSubdirectory("chs-oidc-away-").FullName;
        await using (
            var server = await ServerProcess.StartAsync(
                data,
                null,
                null,
                ("Chs__OpenId__Authority", "http://127.0.0.1:9"),
                ("Chs__OpenId__ClientId", "chs"),
                ("Chs__OpenId__ClientSecret", "x")
            )
        )
        {
            using var browser = new RedirectingBrowser(server.Address);
            var answer = await browser.GetAsync("/login/institution/");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("Log in with a password", await answer.Content.ReadAsStringAsync());
        }

        Directory.Delete(data, recursive: true);
    }
}
