using System.Text.Json;
using Chs.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>Swagger UI.</summary>
[Collection("Plays")]
public class ExplorerTests(BrowserHost host)
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
        Assert.Equal(OperationsOfContract(), await page.Locator(".opblock").CountAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Authorize" }).WaitForAsync();
        Assert.Empty(errors);
    }

    static int OperationsOfContract()
    {
        using var contract = JsonDocument.Parse(File.ReadAllBytes(Repository.File("openapi/v3.json")));
        return contract
            .RootElement.GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject())
            .Count(operation => operation.Value.TryGetProperty("operationId", out _));
    }
}
