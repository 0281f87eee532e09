using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>Swagger UI.</summary>
public class ExplorerTests(BrowserHost host) : IClassFixture<BrowserHost>
{
    [BrowserFact]
    public async Task The_explorer_shows_every_operation()
    {
        await using var context = await host.NewContextAsync();
        var page = await context.NewPageAsync();
        List<string> errors = [];
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                errors.Add(message.Text);
        };
        await page.GotoAsync("/swagger");
        await page.GetByText("Takes a study one step along its workflow.").WaitForAsync();
        Assert.InRange(await page.Locator(".opblock").CountAsync(), 25, 100);
        await page.GetByRole(AriaRole.Button, new() { Name = "Authorize" }).WaitForAsync();
        Assert.Empty(errors);
    }
}
