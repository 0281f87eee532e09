using System.Net;
using Chs.Api.Tests.Commands;
using Chs.Application.Importing;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>Issue 18, number 3: who knows the demo's passwords gets into no real site.</summary>
public sealed class DemoAccountsStayOffRealSitesTests : IDisposable
{
    static readonly (string, string) Off = ("Chs__Demo", "false");

    const string Saved = """{"exp_data":[{"trial_type":"x"}]}""";

    readonly CommandFolder _folder = new();
    readonly DemoAccounts _demo = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_site_that_says_nothing_has_no_demo()
    {
        await using var server = await ServerProcess.StartAsync(_folder.Data, null, null, ("Chs__Demo", ""));
        using var browser = ApiClient.To(server.Address);
        using var answer = await LogInAsync(browser, _demo.Administrator);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(0, _folder.Scalar("SELECT count(*) FROM users"));
        Assert.DoesNotContain("demo", server.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Nothing_that_a_demo_account_had_opens_a_site_whose_demo_is_off()
    {
        Held held;
        await using (var demo = await ServerProcess.StartAsync(_folder.Data))
            held = await UseDemoAsync(demo);

        await using var site = await ServerProcess.StartAsync(_folder.Data, null, held.Port, Off);
        await AssertClosedAsync(site, held);
        foreach (var address in (string[])[_demo.Parent, _demo.Researcher, _demo.Reviewer])
            Assert.Contains(address, site.Output);
        Assert.Contains("keys of labs that the demo's accounts made or kept, 1", site.Output);
        Assert.Contains("studies of the demo's accounts, 1", site.Output);
        Assert.Contains($"which were withdrawn. Appoint again whom you trust: {held.Friend}", site.Output);
        Assert.Contains($"account {held.Friend} is member of lab", site.Output);
        // The log holds nobody's address.
        Assert.DoesNotContain("mine@site.example", site.Output);
        Assert.Contains("remove-demo", site.Output);

        // A person who really has such an address is somebody else.
        using var person = ApiClient.To(site.Address);
        var account = new { email = "someone@demo.chs", password = ApiHost.Password };
        await person.PostJsonAsync("/api/v3/accounts", account);
        await person.PostJsonAsync("/api/v3/session", account);
    }

    [Fact]
    public async Task Operators_give_a_demo_account_no_rights()
    {
        await using (await ServerProcess.StartAsync(_folder.Data))
        {
            // Makes it.
        }

        foreach (var command in (string[])["appoint-administrator", "appoint-reviewer"])
        {
            var (code, output) = await _folder.RunAsync($"{command} {_demo.Parent}", Off);
            Assert.Equal(65, code);
            Assert.Contains("the demo's", output);
        }

        Assert.Equal(1, _folder.Scalar("SELECT count(*) FROM users WHERE is_superuser"));
    }

    [Fact]
    public async Task A_demo_that_is_turned_on_again_works_and_a_removed_one_is_gone()
    {
        await using (await ServerProcess.StartAsync(_folder.Data))
        {
            // Makes it.
        }

        await using (await ServerProcess.StartAsync(_folder.Data, null, null, Off))
        {
            // Closes them.
        }

        await using (var demo = await ServerProcess.StartAsync(_folder.Data))
        {
            using var browser = ApiClient.To(demo.Address);
            await browser.LogInAsync(_demo.Parent);
            Assert.Single((await browser.GetJsonAsync("/api/v3/open-studies")).GetProperty("items").EnumerateArray());
        }

        var (refused, _) = await _folder.RunAsync("remove-demo");
        Assert.Equal(78, refused);
        var (code, output) = await _folder.RunAsync("remove-demo", Off);
        Assert.True(code == 0, output);
        Assert.Contains("Removed: account parent@demo.chs", output);
        Assert.Equal(0, _folder.Scalar("SELECT count(*) FROM users"));
    }

    /// <summary>Logs in, makes a key, takes over the administrator's account and asks for a link, as a stranger would.</summary>
    async Task<Held> UseDemoAsync(ServerProcess server)
    {
        using var researcher = ApiClient.To(server.Address);
        await researcher.LogInAsync(_demo.Researcher);
        var token = await researcher.PostJsonAsync("/api/v3/me/tokens", new { label = "back door" });
        var key = await researcher.PostJsonAsync(
            "/api/v3/session-keys",
            new { email = _demo.Researcher, password = _demo.Password }
        );
        var labs = await researcher.GetJsonAsync("/api/v3/labs");
        var lab = labs.GetProperty("items")[0].GetProperty("id");
        var labKey = await researcher.PostJsonAsync(
            $"/api/v3/labs/{lab}/tokens",
            new { label = "back door", role = "admin" }
        );
        using var administrator = ApiClient.To(server.Address);
        await administrator.LogInAsync(_demo.Administrator);
        var friend = await BefriendAsync(administrator);
        await researcher.PutAsync($"/api/v3/labs/{lab}/members/{friend}", new { role = "member" }).SucceedsAsync();
        await administrator
            .PutAsync("/api/v3/me/email", new { email = "mine@site.example", password = _demo.Password })
            .SucceedsAsync();
        var parent = ApiClient.To(server.Address);
        await parent.LogInAsync(_demo.Parent);
        var (study, child) = await parent.DemoAsync();
        var response = await parent.StartAsync(study, child);
        await parent.PatchAsync(response, Saved).SucceedsAsync();
        await parent.PostAsync("/api/v3/password-resets", new { email = _demo.Parent }).SucceedsAsync();
        return new Held(
            server.Address.Port,
            researcher.Cookie("sessionid")!,
            token.GetProperty("key").GetString()!,
            key.GetProperty("key").GetString()!,
            labKey.GetProperty("key").GetString()!,
            await MailFolder.TokenAsync(_folder.Data, _demo.Parent, "password"),
            parent,
            response,
            friend
        );
    }

    /// <summary>Gives somebody's real account a right on the site.</summary>
    /// <returns>Id of the account.</returns>
    static async Task<string> BefriendAsync(ApiClient administrator)
    {
        var account = new
        {
            email = "friend@site.example",
            password = ApiHost.Password,
            familyName = "Friend",
        };
        await administrator.PostJsonAsync("/api/v3/accounts", account);
        var found = await administrator.GetJsonAsync("/api/v3/accounts?match=Friend");
        var id = found.GetProperty("items")[0].GetProperty("id").GetString()!;
        await administrator.PutAsync($"/api/v3/accounts/{id}/researcher").SucceedsAsync();
        var rights = new
        {
            site = new[] { "viewUsers" },
            onStudies = Array.Empty<string>(),
            onLabs = Array.Empty<string>(),
        };
        await administrator.PutAsync($"/api/v3/accounts/{id}/rights", rights, ("If-Match", "*")).SucceedsAsync();
        return id;
    }

    async Task AssertClosedAsync(ServerProcess site, Held held)
    {
        using var browser = ApiClient.To(site.Address);
        foreach (var address in (string[])[_demo.Researcher, _demo.Parent, _demo.Reviewer, "mine@site.example"])
        {
            using var logIn = await LogInAsync(browser, address);
            Assert.Equal(HttpStatusCode.Unauthorized, logIn.StatusCode);
        }

        browser.SetCookie("sessionid", held.Session);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v3/me")).StatusCode);
        using var script = ApiClient.To(site.Address);
        foreach (var key in (string[])[held.Token, held.SessionKey])
            Assert.Equal(
                HttpStatusCode.Unauthorized,
                (await script.GetAsync("/api/v3/me", ("Authorization", $"Bearer {key}"))).StatusCode
            );
        var labs = await script.GetAsync("/api/v3/studies", ("Authorization", $"Bearer {held.LabKey}"));
        Assert.Equal(HttpStatusCode.Unauthorized, labs.StatusCode);
        Assert.Empty((await script.GetJsonAsync("/api/v3/open-studies")).GetProperty("items").EnumerateArray());
        var v1 = await script.GetAsync("/api/v1/users/", ("Authorization", $"Token {held.Token}"));
        Assert.Equal(HttpStatusCode.Unauthorized, v1.StatusCode);
        using var reset = await script.PutAsync(
            "/api/v3/password-resets",
            new { token = held.Link, password = ApiHost.Password }
        );
        Assert.False(reset.IsSuccessStatusCode);
        using var saved = await held.Parent.PatchAsync(held.Response, Saved);
        Assert.False(saved.IsSuccessStatusCode);
    }

    static Task<HttpResponseMessage> LogInAsync(ApiClient browser, string email) =>
        browser.PostAsync("/api/v3/session", new { email, password = new DemoAccounts().Password });

    /// <summary>What somebody has kept of a demo.</summary>
    sealed record Held(
        int Port,
        string Session,
        string Token,
        string SessionKey,
        string LabKey,
        string Link,
        ApiClient Parent,
        Guid Response,
        string Friend
    );
}
