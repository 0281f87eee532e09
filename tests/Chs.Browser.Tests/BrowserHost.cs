using Chs.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>A test in headless Chromium; skipped with a reason where there is none.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public static readonly string Chromium =
        Environment.GetEnvironmentVariable("CHS_TEST_CHROMIUM") ?? "/usr/bin/chromium";

    public BrowserFactAttribute()
    {
        if (!File.Exists(Chromium))
            Skip = "Skipped: there is no Chromium. './dev test' installs it, or set CHS_TEST_CHROMIUM.";
    }
}

/// <summary>The real program and a real browser.</summary>
public sealed class BrowserHost : IAsyncLifetime
{
    public static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    readonly string _data = Directory.CreateTempSubdirectory("chs-browser-").FullName;
    IPlaywright? _playwright;
    IBrowser? _browser;
    ServerProcess? _server;

    public ServerProcess Server => _server!;

    /// <summary>Folder of the program's data.</summary>
    public string Data => _data;

    public async Task InitializeAsync()
    {
        if (!File.Exists(BrowserFactAttribute.Chromium))
            return;
        _server = await ServerProcess.StartAsync(_data);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = BrowserFactAttribute.Chromium, Args = Arguments }
        );
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>A fresh browser in which a family has logged in by the log-in page and started the demo study. Each family is another one.</summary>
    public async Task<Family> FamilyAsync()
    {
        using var api = ApiClient.To(Server.Address);
        var email = $"p{Guid.NewGuid():N}@family.example";
        await api.PostJsonAsync(
            "/api/v3/accounts",
            new
            {
                email,
                password = "seven green bottles",
                givenName = "Ada",
            }
        );
        await api.PostJsonAsync("/api/v3/session", new { email, password = "seven green bottles" });
        await api.PostJsonAsync("/api/v3/children", new { givenName = "Mika", birthday = "2022-03-01" });
        return await Family.ArriveAsync(this, await NewContextAsync(), email, "seven green bottles");
    }

    public Task<IBrowserContext> NewContextAsync() =>
        _browser!.NewContextAsync(new BrowserNewContextOptions { BaseURL = Server.Address.ToString() });

    public async Task<ApiClient> ApiAsync(string who)
    {
        var api = ApiClient.To(Server.Address);
        await api.LogInAsync($"{who}@demo.chs");
        return api;
    }
}

/// <summary>A family in front of its browser.</summary>
public sealed class Family(BrowserHost host, IBrowserContext context, IPage page) : IAsyncDisposable
{
    public IBrowserContext Context { get; } = context;

    public IPage Page { get; private set; } = page;

    /// <summary>What the browser's console said in red.</summary>
    public List<string> Errors { get; } = [];

    public static async Task<Family> ArriveAsync(
        BrowserHost host,
        IBrowserContext context,
        string email,
        string password
    )
    {
        var family = new Family(host, context, await context.NewPageAsync());
        family.Page.SetDefaultTimeout(30_000);
        family.Page.Console += (_, message) =>
        {
            if (message.Type == "error")
                family.Errors.Add(message.Text);
        };
        family.Page.PageError += (_, error) => family.Errors.Add(error);
        await family.Page.GotoAsync("/");
        await family.Page.GetByRole(AriaRole.Link, new() { Name = "Log in", Exact = true }).ClickAsync();
        await family.Page.GetByLabel("E-mail address").FillAsync(email);
        await family.Page.GetByLabel("Password").FillAsync(password);
        await family.Page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        return family;
    }

    public async Task StartAsync()
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = "Start with Mika" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "We agree" }).WaitForAsync();
    }

    /// <summary>The session that the page runs.</summary>
    public async Task<Guid> ResponseAsync() => Guid.Parse(await Page.EvaluateAsync<string>("chs.response.id"));

    public Task ClickAsync(string button) =>
        Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>Agrees and answers so many of the three faces.</summary>
    public async Task AnswerAsync(int faces)
    {
        await ClickAsync("We agree");
        for (var i = 0; i < faces; i++)
            await AnswerFaceAsync(i);
    }

    public async Task AnswerFaceAsync(int index)
    {
        string[] moods = ["happy", "sad", "surprised"];
        await Page.GetByRole(AriaRole.Img, new() { Name = $"A {moods[index]} face" }).WaitForAsync();
        await ClickAsync("Happy");
    }

    public async Task FinishAsync()
    {
        await Page.Locator("textarea").FillAsync("Nice \"faces\", ünïcode 😀");
        await ClickAsync("Finish");
    }

    public async Task LeaveAsync() => await Page.WaitForURLAsync("**/stage/thanks/?**", new() { Timeout = 30_000 });

    public async Task NewPageAsync()
    {
        await Page.CloseAsync(new() { RunBeforeUnload = false });
        Page = await Context.NewPageAsync();
    }

    /// <summary>What the server holds of a session: its sequence.</summary>
    public async Task<string[]> SequenceAsync(Guid response)
    {
        var cookies = await Context.CookiesAsync();
        using var api = ApiClient.To(host.Server.Address);
        var answer = await api.SendAsync(
            HttpMethod.Get,
            $"/api/v2/responses/{response}/",
            null,
            ("Cookie", string.Join("; ", cookies.Select(c => $"{c.Name}={c.Value}")))
        );
        return
        [
            .. (await ApiClient.ReadAsync(answer))
                .GetProperty("data")
                .GetProperty("attributes")
                .GetProperty("sequence")
                .EnumerateArray()
                .Select(item => item.GetString()!),
        ];
    }

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();
}
