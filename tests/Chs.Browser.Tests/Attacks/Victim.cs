using Chs.Testing;
using Microsoft.Playwright;

namespace Chs.Browser.Tests.Attacks;

/// <summary>Somebody who plays the attacking study.</summary>
/// <param name="api">The same account, without browser.</param>
/// <param name="path">The study's page, at the site and where it is played.</param>
/// <param name="sessions">Sessions of the account of which the study isn't to know.</param>
public sealed class Victim(IBrowserContext context, IPage page, ApiClient api, string path, Guid[] sessions)
    : IAsyncDisposable
{
    public IBrowserContext Context => context;

    /// <summary>The study's page.</summary>
    public IPage Page => page;

    public ApiClient Api => api;

    public string Path => path;

    public Guid[] Sessions => sessions;

    public static async Task<Victim> PlayAsync(IBrowserContext context, ApiClient api, string path, Guid[] sessions)
    {
        var victim = new Victim(context, await context.NewPageAsync(), api, path, sessions);
        victim.Page.SetDefaultTimeout(20_000);
        await victim.PlayAsync();
        return victim;
    }

    /// <summary>Opens the study's page in the same window.</summary>
    public async Task PlayAsync()
    {
        await page.GotoAsync(path);
        await page.GetByText(TwoLabs.Greeting).WaitForAsync();
    }

    /// <summary>The id of the account that the browser is logged in with; null: with none.</summary>
    public async Task<string?> LoggedInAsync()
    {
        var site = await context.NewPageAsync();
        var answer = (await site.GotoAsync("/api/v3/me"))!;
        var id = answer.Ok ? (await answer.JsonAsync())!.Value.GetProperty("id").GetString() : null;
        await site.CloseAsync();
        return id;
    }

    /// <summary>The id of the account.</summary>
    public async Task<string> IdAsync() => (await api.GetJsonAsync("/api/v3/me")).GetProperty("id").GetString()!;

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        api.Dispose();
    }
}
