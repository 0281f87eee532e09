using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests.Attacks;

/// <summary>A family plays two studies in two tabs of a browser.</summary>
[Collection("Attacks")]
public class TwoPlaysTests(TwoLabs labs)
{
    [BrowserFact]
    public async Task The_second_play_ends_the_first_whose_tab_says_so_and_keeps_what_is_unsent()
    {
        await using var family = await labs.VictimAsync("family");
        var response = Guid.Parse(await family.Page.EvaluateAsync<string>("chs.response.id"));
        var second = await family.Context.NewPageAsync();
        await second.GotoAsync(family.Path.Replace($"{labs.Attacking}", $"{labs.Attacked}"));
        await second.GetByText("Hello from the second lab").WaitForAsync();

        await family.Page.GetByRole(AriaRole.Button, new() { Name = "On" }).ClickAsync();
        await family.Page.GetByText("This study was ended here").WaitForAsync();
        await family.Page.GetByText("What couldn't be sent yet stays in this browser").WaitForAsync();
        Assert.DoesNotContain("html-button-response", await Studies.StoredAsync(family.Api, response));

        // What is kept is kept at the study's own host, where the other study has no access.
        const string names = "Object.keys(localStorage).join()";
        Assert.Contains($"{response}", await family.Page.EvaluateAsync<string>(names));
        Assert.DoesNotContain("unsent", await second.EvaluateAsync<string>(names));

        // The newer play goes on.
        await second.GetByRole(AriaRole.Button, new() { Name = "On" }).ClickAsync();
        await second.GetByText("The last one").WaitForAsync();
        Assert.Equal(0, await second.Locator("#chs-notice").CountAsync());

        // When the first is begun again, what was kept is sent to where it belongs.
        await family.PlayAsync();
        Assert.Contains("html-button-response", await Studies.StoredAsync(family.Api, response));
    }
}
