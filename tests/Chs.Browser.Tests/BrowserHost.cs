using Chs.Application.Importing;
using Chs.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>The real program at <c>localhost</c>, as it is without any setting, and a real browser.</summary>
public class BrowserHost : IAsyncLifetime
{
    /// <summary>Password of everybody who isn't of the demo.</summary>
    public const string Password = "seven green bottles";

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
    readonly Dictionary<string, (string Name, string Value)[]> _logIns = [];
    readonly SemaphoreSlim _logInLock = new(1);
    IPlaywright? _playwright;
    IBrowser? _browser;
    ServerProcess? _server;

    public ServerProcess Server => _server!;

    /// <summary>The site as browsers know it.</summary>
    public virtual Uri Site => Server.Address;

    /// <summary>Folder of the program's data.</summary>
    public string Data => _data;

    /// <summary>Further switches of the browser.</summary>
    protected virtual string[] BrowserArguments => [];

    /// <summary>Settings of the program, as environment variables.</summary>
    /// <param name="port">Where it listens.</param>
    protected virtual (string Key, string Value)[] Settings(int port) => [];

    public virtual async Task InitializeAsync()
    {
        if (!File.Exists(BrowserFactAttribute.Chromium))
            return;
        var port = ServerProcess.FreePort();
        // Browsers find the names below localhost on this machine. Cookies are those of a secure address there.
        (string, string) address = ("ASPNETCORE_URLS", $"http://localhost:{port}");
        _server = await ServerProcess.StartAsync(_data, more: [address, .. Settings(port)]);
        await StartFrontAsync(_server.Address);
        _playwright = await Playwright.CreateAsync();
        var options = new BrowserTypeLaunchOptions
        {
            ExecutablePath = BrowserFactAttribute.Chromium,
            Args = [.. Arguments, .. BrowserArguments],
        };
        _browser = await _playwright.Chromium.LaunchAsync(options);
    }

    /// <summary>Starts what stands before the program.</summary>
    /// <param name="program">Where the program listens.</param>
    protected virtual Task StartFrontAsync(Uri program) => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>A new family with one child, logged in in a fresh browser.</summary>
    public async Task<Family> FamilyAsync() =>
        await Family.ArriveAsync(await NewContextAsync(), await NewParentAsync());

    /// <summary>A family of the demo, in a fresh browser.</summary>
    public async Task<Family> DemoFamilyAsync() =>
        await Family.ArriveAsync(await NewContextAsync(), await ApiAsync("parent"));

    /// <summary>A new account with a child named Mika, as a client that is logged in.</summary>
    public async Task<ApiClient> NewParentAsync()
    {
        var email = $"p{Guid.NewGuid():N}@family.example";
        var api = ApiClient.To(Server.Address);
        var account = new
        {
            email,
            password = Password,
            givenName = "Ada",
        };
        await api.PostJsonAsync("/api/v3/accounts", account);
        await api.PostJsonAsync("/api/v3/session", new { email, password = Password });
        await api.PostJsonAsync("/api/v3/children", new { givenName = "Mika", birthday = "2022-03-01" });
        return api;
    }

    /// <summary>A browser profile of its own.</summary>
    public Task<IBrowserContext> NewContextAsync() =>
        _browser!.NewContextAsync(new BrowserNewContextOptions { BaseURL = Site.ToString(), IgnoreHTTPSErrors = true });

    /// <summary>A browser profile in which the account of a client is logged in.</summary>
    public async Task<IBrowserContext> NewContextAsync(ApiClient who)
    {
        var context = await NewContextAsync();
        await LogInAsync(context, who);
        return context;
    }

    /// <summary>Logs a browser in with the account of a client. It gets a log-in of its own.</summary>
    public static async Task LogInAsync(IBrowserContext context, ApiClient who)
    {
        var email = (await who.GetJsonAsync("/api/v3/me")).GetProperty("email").GetString()!;
        var isOfDemo = email.EndsWith("@demo.chs", StringComparison.Ordinal);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/login/");
        await page.GetByLabel("E-mail address").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(isOfDemo ? new DemoAccounts().Password : Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).WaitForAsync();
        await page.CloseAsync();
    }

    /// <summary>The cookie of a log-in, where browsers promise that no other host can set it, and elsewhere.</summary>
    public const string PrefixedLogIn = "__Host-sessionid",
        PlainLogIn = "sessionid";

    /// <summary>
    /// A client without browser, logged in with an account of the demo. Clients of one account share a log-in while it
    /// lasts: log-ins are limited to ten a minute.
    /// </summary>
    /// <param name="who">The account's email address before the @.</param>
    public async Task<ApiClient> ApiAsync(string who)
    {
        await _logInLock.WaitAsync();
        try
        {
            var api = ApiClient.To(Server.Address);
            if (_logIns.TryGetValue(who, out var cookies))
            {
                foreach (var (name, value) in cookies)
                    api.SetCookie(name, value);
                using var me = await api.GetAsync("/api/v3/me");
                if (me.IsSuccessStatusCode)
                    return api;
                api.Dispose();
                api = ApiClient.To(Server.Address);
            }

            await api.LogInAsync($"{who}@demo.chs");
            string[] names = [PrefixedLogIn, PlainLogIn, "csrftoken"];
            _logIns[who] =
            [
                .. names.Where(name => api.Cookie(name) is not null).Select(name => (name, api.Cookie(name)!)),
            ];
            return api;
        }
        finally
        {
            _logInLock.Release();
        }
    }
}
