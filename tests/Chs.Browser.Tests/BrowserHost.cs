using Chs.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests;

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

    /// <summary>A new family with one child, logged in in a fresh browser.</summary>
    public async Task<Family> FamilyAsync()
    {
        const string password = "seven green bottles";
        var email = $"p{Guid.NewGuid():N}@family.example";
        using var api = ApiClient.To(Server.Address);
        var account = new
        {
            email,
            password,
            givenName = "Ada",
        };
        await api.PostJsonAsync("/api/v3/accounts", account);
        await api.PostJsonAsync("/api/v3/session", new { email, password });
        await api.PostJsonAsync("/api/v3/children", new { givenName = "Mika", birthday = "2022-03-01" });
        return await Family.ArriveAsync(this, await NewContextAsync(), email, password);
    }

    /// <summary>A browser profile of its own.</summary>
    public Task<IBrowserContext> NewContextAsync() =>
        _browser!.NewContextAsync(new BrowserNewContextOptions { BaseURL = Server.Address.ToString() });

    /// <summary>A client without browser, logged in with an account of the demo.</summary>
    /// <param name="who">The account's email address before the @.</param>
    public async Task<ApiClient> ApiAsync(string who)
    {
        var api = ApiClient.To(Server.Address);
        await api.LogInAsync($"{who}@demo.chs");
        return api;
    }
}
