using Chs.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>The three places where a front end may live, as docs/front-ends.md describes them.</summary>
public sealed class FrontEndTests : IAsyncLifetime
{
    /// <summary>
    /// A family's front end, as small as one can be: it logs in, starts the demo's study and leads the browser there.
    /// What it finds wrong it shows.
    /// </summary>
    const string Page = """
        <!doctype html>
        <title>A front end</title>
        <button>Take part</button>
        <p id="said"></p>
        <script type="module">
        const api = "API";
        const usesKey = api !== "";
        let key = "";

        async function ask(method, path, body) {
          const headers = {};
          if (body !== undefined) headers["Content-Type"] = "application/json";
          if (key !== "") headers.Authorization = `Bearer ${key}`;
          else if (method !== "GET") headers["X-CSRFToken"] = /csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
          const answer = await fetch(`${api}/api/v3/${path}`, { method, headers, body: JSON.stringify(body) });
          if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
          return answer.json();
        }

        async function takePart() {
          const site = await ask("GET", "site");
          if (site.limits.pageItems !== 100) throw new Error("The site has other limits.");
          const person = { email: "parent@demo.chs", password: "let us try CHS" };
          if (usesKey) key = (await ask("POST", "session-keys", person)).key;
          else await ask("POST", "session", person);
          const [child] = (await ask("GET", "children")).items;
          const study = (await ask("GET", "open-studies")).items.find((one) => one.name === "Faces");
          const start = await ask("POST", `studies/${study.id}/responses`, { childId: child.id });
          location.assign(start.open.url);
        }

        document.querySelector("button").onclick = () =>
          takePart().catch((error) => { document.getElementById("said").textContent = error; });
        </script>
        """;

    readonly string _data = Directory.CreateTempSubdirectory("chs-front-").FullName;
    IPlaywright? _playwright;
    IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (!File.Exists(BrowserFactAttribute.Chromium))
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = BrowserFactAttribute.Chromium,
                Args = BrowserHost.Arguments,
            }
        );
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [BrowserFact]
    public async Task Here_from_a_folder()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_data, "pages")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "index.html"), Page.Replace("API", ""));
        await using var server = await ServerProcess.StartAsync(_data, more: ("Chs__FrontEnd__Folder", folder));
        var page = await TakePartAsync(new Uri(server.Address, "some/page"));
        await PlaysAsync(page);
    }

    [BrowserFact]
    public async Task Behind_the_same_proxy()
    {
        await using var site = await FrontEndSite.StartAsync();
        site.Page = Page.Replace("API", "");
        await using var server = await ServerProcess.StartAsync(
            _data,
            null,
            null,
            ("Chs__PublicUrl", site.Address.ToString()),
            ("Chs__FrontEnd__Url", site.Address.ToString()),
            ("Chs__TrustedProxies__0", "127.0.0.1")
        );
        site.Program = server.Address;
        var page = await TakePartAsync(site.Address);
        await PlaysAsync(page);
        Assert.Matches($@"^http://[0-9a-f-]{{36}}\.play\.localhost:{site.Address.Port}/", page.Url);
    }

    [BrowserFact]
    public async Task Anywhere_else_with_a_key()
    {
        await using var site = await FrontEndSite.StartAsync();
        await using var other = await FrontEndSite.StartAsync();
        var origin = site.Address.ToString().TrimEnd('/');
        await using var server = await ServerProcess.StartAsync(_data, more: ("Chs__AllowedOrigins__0", origin));
        site.Page = other.Page = Page.Replace("API", server.Address.ToString().TrimEnd('/'));
        // What the operator allows one site is no other's.
        var refused = await TakePartAsync(other.Address);
        await refused.GetByText("Failed to fetch").WaitForAsync();

        var page = await TakePartAsync(site.Address);
        // Anybody could have sent the link, so the family is asked.
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the study with Mika" }).ClickAsync();
        await PlaysAsync(page);
    }

    async Task<IPage> TakePartAsync(Uri address)
    {
        var page = await _browser!.NewPageAsync();
        await page.GotoAsync(address.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Take part" }).ClickAsync();
        return page;
    }

    static Task PlaysAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "We agree" }).WaitForAsync();
}
