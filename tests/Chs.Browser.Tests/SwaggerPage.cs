using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>Swagger UI as a person uses it: opens an operation, fills it in, executes it and reads the answer.</summary>
sealed class SwaggerPage(IPage page, string who, string? pictures)
{
    const string OpenTag = ".opblock-tag[data-is-open=\"true\"]";

    int _count;

    /// <param name="who">Prefix of the pictures' names.</param>
    /// <param name="pictures">Folder for a picture after each operation. Null: none.</param>
    public static async Task<SwaggerPage> OpenAsync(IBrowserContext context, string who, string? pictures)
    {
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        await page.SetViewportSizeAsync(1100, 1400);
        await page.GotoAsync("/swagger/index.html");
        await page.Locator(".opblock").First.WaitForAsync();
        // Swagger UI draws everything that is open again at every key: with all operations a key takes a second.
        await page.EvaluateAsync($"document.querySelectorAll('{OpenTag}').forEach(tag => tag.click())");
        await page.Locator(OpenTag).First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        return new SwaggerPage(page, who, pictures);
    }

    /// <summary>Executes an operation and expects a status.</summary>
    /// <param name="parameters">Values for parameters.</param>
    /// <returns>The answer's JSON document. Undefined: it has none.</returns>
    public async Task<JsonElement> DoAsync(
        string tag,
        string operation,
        int status,
        object? body = null,
        params (string Name, string Value)[] parameters
    )
    {
        var section = page.Locator($"[id='operations-tag-{tag.Replace(' ', '_')}']");
        await section.ClickAsync();
        var block = page.Locator($"[id='operations-{tag.Replace(' ', '_')}-{operation}']");
        await block.ScrollIntoViewIfNeededAsync();
        if (!(await block.GetAttributeAsync("class"))!.Contains("is-open", StringComparison.Ordinal))
            await block.Locator(".opblock-summary-control").First.ClickAsync();
        // The block is drawn after the click that opens it. An operation that was tried before offers to stop that.
        await block.Locator(".try-out__btn").First.WaitForAsync();
        var tryOut = block.Locator(".try-out__btn:not(.cancel)");
        if (await tryOut.CountAsync() > 0)
            await tryOut.ClickAsync();
        await block.Locator(".execute").WaitForAsync();
        foreach (var (name, value) in parameters)
            await block.Locator($"tr[data-param-name='{name}'] input").First.FillAsync(value);
        if (body is not null)
            await block
                .Locator("textarea.body-param__text")
                .FillAsync(body as string ?? JsonSerializer.Serialize(body));
        await block.Locator(".execute").ClickAsync();
        var live = block.Locator(".live-responses-table .response").First;
        await live.WaitForAsync();
        await page.WaitForFunctionAsync(
            "block => !block.querySelector('.loading-container')",
            await block.ElementHandleAsync()
        );
        var answer = (await live.Locator(".response-col_status").InnerTextAsync()).Split('\n')[0].Trim();
        if (pictures is not null)
            await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"{who}-{++_count:00}-{operation}.png") });
        var text = await live.Locator(".response-col_description").InnerTextAsync();
        Assert.True(answer == status.ToString(), $"{operation}: {answer}\n{text}");
        var code = live.Locator("code").First;
        var json = await code.CountAsync() > 0 ? await code.InnerTextAsync() : "";
        // Closed again, so that the page stays short.
        await block.Locator(".opblock-summary-control").First.ClickAsync();
        await section.ClickAsync();
        return json.StartsWith('{') ? JsonDocument.Parse(json).RootElement : default;
    }

    public IPage Page => page;
}
