using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests.Attacks;

/// <summary>
/// Two studies at one host, which a site may have instead of a host for each. They share the browser's storage, and a
/// tab acts with the key of the play that began last.
/// </summary>
public class SharedHostTests(SharedHostTests.OneHost labs) : IClassFixture<SharedHostTests.OneHost>
{
    public sealed class OneHost : TwoLabs
    {
        protected override (string Key, string Value)[] Settings(int port) =>
            [("Chs__Play__Url", $"http://play.localhost:{port}")];
    }

    const string Answer = "the answer of a child";

    const string ReadStorage = "Object.entries(localStorage).map(([name, value]) => `${name}=${value}`)";

    /// <summary>Writes what the attacked study would find and send, if it trusted the storage.</summary>
    const string Forge = """
        ({ name, session }) => {
          const state = JSON.stringify({ state: 9, trials: '[{"forged":true}]', flags: { completed: true } });
          const own = Object.keys(localStorage).find((one) => one.startsWith("chs:unsent:") && one !== name);
          const tag = name.split(":")[2];
          localStorage.setItem(`chs:unsent:${tag}:${session}`, state);
          localStorage.setItem(`chs:pending:${session}`, state);
          if (own) localStorage.setItem(name, localStorage.getItem(own));
          return own ? "copied" : "none to copy";
        }
        """;

    [BrowserFact]
    public async Task What_another_study_could_not_send_cant_be_read_or_forged()
    {
        await using var family = await labs.VictimAsync("family");
        // The attacked study is played first, without network, so that something stays.
        var attacked = family.Path.Replace($"{labs.Attacking}", $"{labs.Attacked}");
        var page = family.Page;
        await page.GotoAsync(attacked);
        await page.GetByText("Hello from the second lab").WaitForAsync();
        var response = await page.EvaluateAsync<string>("chs.response.id");
        await KeepSomethingAsync(family.Context, page, Answer);
        await LeaveAsync(family.Context, page);

        await family.PlayAsync();
        var found = await page.EvaluateAsync<string[]>(ReadStorage);
        var kept = Assert.Single(found, entry => entry.StartsWith("chs:unsent:", StringComparison.Ordinal));
        Assert.Contains(response, kept);
        Assert.DoesNotContain(found, entry => entry.Contains(Answer, StringComparison.Ordinal));
        var name = kept[..kept.IndexOf('=')];
        var others = labs.OthersSessions[1];
        await KeepSomethingAsync(family.Context, page, "the attacker's own");
        Assert.Equal("copied", await page.EvaluateAsync<string>(Forge, new { name, session = others }));
        await LeaveAsync(family.Context, page);

        List<string> sent = [];
        page.Request += (_, request) =>
        {
            if (request.Method == "PATCH")
                sent.Add($"{request.Url} {request.PostData}");
        };
        await page.GotoAsync(attacked);
        await page.GetByText("Hello from the second lab").WaitForAsync();
        Assert.Empty(sent);
        Assert.DoesNotContain("forged", await Studies.StoredAsync(labs.Others, others));
        Assert.DoesNotContain("attacker", await Studies.StoredAsync(family.Api, Guid.Parse(response)));
    }

    const string Saves = "**/api/v2/responses/**";

    /// <summary>Answers a trial while nothing can be saved.</summary>
    static async Task KeepSomethingAsync(IBrowserContext context, IPage page, string answer)
    {
        await context.RouteAsync(Saves, route => route.AbortAsync());
        await page.EvaluateAsync("(answer) => void chsData.updateResponse({ exp_data: [{ answer }] })", answer);
        await page.WaitForFunctionAsync("Object.keys(localStorage).some((one) => one.endsWith(chs.response.id))");
    }

    /// <summary>Leaves the page before anything can be saved again.</summary>
    static async Task LeaveAsync(IBrowserContext context, IPage page)
    {
        await page.GotoAsync("about:blank");
        await context.UnrouteAsync(Saves);
    }

    [BrowserFact]
    public async Task A_tab_that_is_still_open_acts_with_the_newer_key_and_is_told_at_its_next_save()
    {
        await using var family = await labs.VictimAsync("family");
        var attacked = family.Path.Replace($"{labs.Attacking}", $"{labs.Attacked}");
        var second = await family.Context.NewPageAsync();
        await second.GotoAsync(attacked);
        await second.GetByText("Hello from the second lab").WaitForAsync();
        var newer = await second.EvaluateAsync<string>("chs.response.id");
        const string read = "(id) => fetch(`/api/v2/responses/${id}/`).then((answer) => answer.status)";
        Assert.Equal(200, await family.Page.EvaluateAsync<int>(read, newer));
        // Other people's, and other children's, stay out of reach.
        foreach (var foreign in (Guid[])[.. labs.OthersSessions, family.Sessions[0]])
            Assert.Equal(404, await family.Page.EvaluateAsync<int>(read, foreign.ToString()));

        await family.Page.GetByRole(AriaRole.Button, new() { Name = "On" }).ClickAsync();
        await family.Page.GetByText("This study was ended here").WaitForAsync();
        Assert.DoesNotContain("html-button", await Studies.StoredAsync(family.Api, Guid.Parse(newer)));
    }

    [BrowserFact]
    public async Task The_next_person_finds_nothing_but_what_nobody_else_can_read()
    {
        await using var family = await labs.VictimAsync("family");
        await family.Page.EvaluateAsync(
            """
            (answer) => {
              localStorage.setItem("notes", answer);
              sessionStorage.setItem("notes", answer);
              document.cookie = `notes=${answer}; path=/; max-age=3600`;
              return caches.open(answer).then(() => new Promise((resolve) => {
                const request = indexedDB.open("notes");
                request.onsuccess = () => { request.result.close(); resolve(); };
              }));
            }
            """,
            Answer
        );
        using var next = await labs.NewParentAsync();
        await family.Context.ClearCookiesAsync(new() { Name = BrowserHost.PrefixedLogIn });
        await BrowserHost.LogInAsync(family.Context, next);
        var child = (await Studies.ChildrenAsync(next))[0];
        await family.Page.GotoAsync($"/studies/j/{labs.Attacked}/{child}/");
        await family.Page.GetByText("Hello from the second lab").WaitForAsync();
        const string left = """
            async () => [
              ...Object.values(localStorage), ...Object.values(sessionStorage), document.cookie,
              ...(await caches.keys()), ...(await indexedDB.databases()).map(({ name }) => name),
            ].join()
            """;
        var found = await family.Page.EvaluateAsync<string>(left);
        Assert.DoesNotContain(Answer, found);
        Assert.DoesNotContain("notes", found);
    }
}
