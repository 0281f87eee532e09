using System.Collections.Concurrent;
using Chs.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests.Attacks;

/// <summary>
/// The site and its studies below one registered domain, over TLS and behind a proxy, as operators may have them:
/// browsers take them for one site, and let each set the other's cookies.
/// </summary>
public class NeighbourTests(NeighbourTests.OneDomain labs) : IClassFixture<NeighbourTests.OneDomain>
{
    public sealed class OneDomain : TwoLabs
    {
        readonly int _port = ServerProcess.FreePort();
        TlsFront? _front;

        public override Uri Site => new($"https://chs.lab.example:{_port}/");

        protected override string[] BrowserArguments =>
            ["--host-resolver-rules=MAP *.lab.example 127.0.0.1", "--ignore-certificate-errors"];

        protected override (string Key, string Value)[] Settings(int port) =>
            [
                ("Chs__PublicUrl", Site.AbsoluteUri),
                ("Chs__Play__Url", $"https://{{study}}.play.lab.example:{_port}"),
                ("Chs__TrustedProxies__0", "127.0.0.1"),
                ("Chs__TrustedProxies__1", "::1"),
            ];

        protected override async Task StartFrontAsync(Uri program) =>
            _front = await TlsFront.StartAsync(_port, program);

        public override async Task DisposeAsync()
        {
            if (_front is not null)
                await _front.DisposeAsync();
            await base.DisposeAsync();
        }
    }

    [BrowserFact]
    public async Task A_cookie_for_the_whole_domain_logs_nobody_in_as_somebody_else()
    {
        await using var victim = await labs.VictimAsync("family");
        var attackers = labs.Others.Cookie(BrowserHost.PrefixedLogIn)!;
        foreach (var name in (string[])[BrowserHost.PlainLogIn, BrowserHost.PrefixedLogIn])
            await victim.Page.EvaluateAsync(CookieTests.SetEverywhere, new { name, value = attackers });
        var received = await victim.Context.CookiesAsync([labs.Site.AbsoluteUri]);
        Assert.Contains(received, cookie => cookie.Value == attackers);
        Assert.Equal(await victim.IdAsync(), await victim.LoggedInAsync());
    }

    [BrowserFact]
    public async Task A_form_that_carries_the_log_in_is_refused()
    {
        await using var victim = await labs.VictimAsync("family");
        var id = await victim.IdAsync();
        // The token that forms repeat is one that the study has chosen.
        var token = new string('a', 43);
        await victim.Page.EvaluateAsync(CookieTests.SetEverywhere, new { name = "csrftoken", value = token });
        const string send = """
            async ({ site, token }) => {
              const headers = { "Content-Type": "application/x-www-form-urlencoded" };
              const body = `csrftoken=${token}`;
              const form = { method: "POST", mode: "no-cors", credentials: "include" };
              for (const path of ["logout/", "login/"]) {
                await fetch(site + path, { ...form, headers, body }).catch(() => undefined);
              }
              // It needs no body, which a form couldn't write.
              await fetch(`${site}api/v3/me/second-factor`, form).catch(() => undefined);
            }
            """;
        // The page itself learns no status: the browser keeps the site's answers from it.
        var statuses = await StatusesOfAsync(victim.Page);
        await victim.Page.EvaluateAsync(send, new { site = labs.Site.AbsoluteUri, token });
        Assert.Equal([403, 403, 403], statuses);
        Assert.Equal(id, await victim.LoggedInAsync());
    }

    /// <returns>Grows by the status of each answer that the browser receives for a page, whether the page may see it or not.</returns>
    static async Task<IReadOnlyCollection<int>> StatusesOfAsync(IPage page)
    {
        var statuses = new ConcurrentQueue<int>();
        var browser = await page.Context.NewCDPSessionAsync(page);
        await browser.SendAsync("Network.enable");
        browser.Event("Network.responseReceivedExtraInfo").OnEvent += (_, answer) =>
            statuses.Enqueue(answer!.Value.GetProperty("statusCode").GetInt32());
        return statuses;
    }

    [BrowserFact]
    public async Task Large_cookies_shut_no_family_out_of_the_site()
    {
        await using var victim = await labs.VictimAsync("family");
        // They are the browser's once they have been read back.
        const string setLarge = """
            () => {
              for (let i = 0; i < 40; i++) {
                document.cookie = `large${i}=${"x".repeat(3900)}; path=/; max-age=3600; domain=lab.example`;
              }
              return document.cookie.split("large").length - 1;
            }
            """;
        Assert.Equal(40, await victim.Page.EvaluateAsync<int>(setLarge));
        var received = await victim.Context.CookiesAsync([labs.Site.AbsoluteUri]);
        Assert.True(received.Count(cookie => cookie.Name.StartsWith("large", StringComparison.Ordinal)) > 12);
        Assert.Equal(await victim.IdAsync(), await victim.LoggedInAsync());
        await victim.PlayAsync();
        await victim.Page.GetByRole(AriaRole.Button, new() { Name = "On" }).ClickAsync();
        await victim.Page.GetByText("The last one").WaitForAsync();
        Assert.Equal(0, await victim.Page.Locator("#chs-notice").CountAsync());
    }

    [BrowserFact]
    public async Task A_neighbour_is_answered_nothing()
    {
        await using var victim = await labs.VictimAsync("administrator");
        const string ask = """
            async (addresses) => {
              const answers = [];
              for (const address of addresses) {
                answers.push(await fetch(address, { credentials: "include" }).then((a) => a.text(), () => "nothing"));
              }
              return answers;
            }
            """;
        // The other study's host, which the family has played before, is a neighbour, too.
        var attacked = new Uri(victim.Page.Url.Replace($"{labs.Attacking}", $"{labs.Attacked}"));
        string[] addresses =
        [
            new Uri(labs.Site, "api/v3/me").AbsoluteUri,
            new Uri(labs.Site, "api/v1/responses/").AbsoluteUri,
            new Uri(attacked, $"/api/v2/responses/{labs.OthersSessions[1]}/").AbsoluteUri,
        ];
        var answers = await victim.Page.EvaluateAsync<string[]>(ask, addresses);
        Assert.Equal(["nothing", "nothing", "nothing"], answers);
    }
}
