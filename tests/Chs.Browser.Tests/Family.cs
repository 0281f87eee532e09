using Chs.Testing;
using Microsoft.Playwright;

namespace Chs.Browser.Tests;

/// <summary>A family in front of its browser.</summary>
public sealed class Family(IBrowserContext context, IPage page, ApiClient api) : IAsyncDisposable
{
    public IBrowserContext Context { get; } = context;

    public IPage Page { get; private set; } = page;

    /// <summary>The same account, without browser.</summary>
    public ApiClient Api { get; } = api;

    /// <summary>Errors in the browser's console, and uncaught exceptions of the page.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Opens the site, logged in.</summary>
    public static async Task<Family> ArriveAsync(IBrowserContext context, ApiClient api)
    {
        await BrowserHost.LogInAsync(context, api);
        var family = new Family(context, await context.NewPageAsync(), api);
        family.Page.SetDefaultTimeout(30_000);
        family.Page.Console += (_, message) =>
        {
            if (message.Type == "error")
                family.Errors.Add($"{message.Text} {message.Location}");
        };
        family.Page.PageError += (_, error) => family.Errors.Add(error);
        await family.Page.GotoAsync("/");
        return family;
    }

    /// <summary>Starts the demo study.</summary>
    public async Task StartAsync()
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = "Start with Mika" }).First.ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "We agree" }).WaitForAsync();
    }

    /// <summary>Id of the response that the page saves to.</summary>
    public async Task<Guid> ResponseAsync() => Guid.Parse(await Page.EvaluateAsync<string>("chs.response.id"));

    public Task ClickAsync(string button) =>
        Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>Agrees to take part and answers the first of the three faces.</summary>
    /// <param name="faces">How many.</param>
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

    /// <summary>Waits for the page that thanks at the end.</summary>
    public async Task LeaveAsync() => await Page.WaitForURLAsync("**/stage/thanks/?**", new() { Timeout = 30_000 });

    /// <summary>Closes the page and opens an empty one in the same browser.</summary>
    public async Task NewPageAsync()
    {
        await Page.CloseAsync(new() { RunBeforeUnload = false });
        Page = await Context.NewPageAsync();
    }

    /// <summary>The sequence of a session as the server has stored it.</summary>
    public async Task<string[]> SequenceAsync(Guid response)
    {
        var document = await Api.GetJsonAsync($"/api/v2/responses/{response}/");
        var sequence = document.GetProperty("data").GetProperty("attributes").GetProperty("sequence");
        return [.. sequence.EnumerateArray().Select(item => item.GetString()!)];
    }

    /// <summary>Waits up to ten seconds until the server has stored a sequence.</summary>
    public async Task<string[]> SequenceAsync(Guid response, int length)
    {
        var sequence = await SequenceAsync(response);
        for (var attempt = 0; attempt < 100 && sequence.Length < length; attempt++)
        {
            await Task.Delay(100);
            sequence = await SequenceAsync(response);
        }

        return sequence;
    }

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        Api.Dispose();
    }
}
