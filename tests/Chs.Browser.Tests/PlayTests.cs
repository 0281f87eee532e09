using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>Sessions of the demo study in a real browser.</summary>
public class Playing_(BrowserHost host) : IClassFixture<BrowserHost>
{
    static readonly string[] Whole =
    [
        "0-html-button-response",
        "1-html-button-response",
        "2-html-button-response",
        "3-html-button-response",
        "4-survey-text",
    ];

    [BrowserFact]
    public async Task To_the_end_as_the_demo_parent_fills_the_researchers_csv()
    {
        await using var family = await Family.ArriveAsync(
            host,
            await host.NewContextAsync(),
            "parent@demo.chs",
            "let us try CHS"
        );
        await family.StartAsync();
        var response = await family.ResponseAsync();
        await family.AnswerAsync(faces: 3);
        await family.FinishAsync();
        await family.LeaveAsync();
        Assert.Contains($"response={response}", family.Page.Url);
        Assert.Matches("child=[A-Zabcd2-9]{6}", family.Page.Url);
        Assert.Empty(family.Errors);

        using var researcher = await host.ApiAsync("researcher");
        var (study, _) = await researcher.DemoAsync();
        await researcher.PostJsonAsync(
            $"/api/v3/studies/{study}/responses/{response}/consent-rulings",
            new { ruling = "accepted" }
        );
        using var export = await researcher.GetAsync($"/api/v3/studies/{study}/exports/responses.csv");
        var csv = await export.Content.ReadAsStringAsync();
        var row = csv.Split("\r\n").Single(line => line.Contains(response.ToString(), StringComparison.Ordinal));
        Assert.EndsWith(string.Join(',', Whole.Select(trial => $"\"{trial}\"")), row);
        Assert.Contains(",True,", row);
        var data = await researcher.GetJsonAsync($"/api/v3/studies/{study}/responses/{response}");
        Assert.Contains(
            "Nice \\\"faces\\\", ünïcode",
            data.GetProperty("data").GetRawText().Replace("\\u00fc", "ü").Replace("\\u00ef", "ï")
        );
    }

    [BrowserFact]
    public async Task And_reloading_loses_nothing()
    {
        await using var family = await host.FamilyAsync();
        await family.StartAsync();
        var first = await family.ResponseAsync();
        await family.AnswerAsync(faces: 1);
        await family.Page.GetByRole(AriaRole.Img, new() { Name = "A sad face" }).WaitForAsync();
        family.Page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        await family.Page.ReloadAsync();
        await family.Page.GetByRole(AriaRole.Button, new() { Name = "We agree" }).WaitForAsync();

        var second = await family.ResponseAsync();
        Assert.NotEqual(first, second);
        Assert.Equal(Whole[..2], await family.SequenceAsync(first));
        await family.AnswerAsync(faces: 3);
        await family.FinishAsync();
        await family.LeaveAsync();
        Assert.Equal(Whole, await family.SequenceAsync(second));
    }

    [BrowserFact]
    public async Task Survives_a_killed_and_restarted_server()
    {
        await using var family = await host.FamilyAsync();
        await family.StartAsync();
        var response = await family.ResponseAsync();
        await family.AnswerAsync(faces: 1);
        await host.Server.KillAsync();
        await family.AnswerFaceAsync(1);
        await family.AnswerFaceAsync(2);
        await host.Server.StartAsync();
        await family.FinishAsync();
        await family.LeaveAsync();
        Assert.Equal(Whole, await family.SequenceAsync(response));
    }

    [BrowserFact]
    public async Task Survives_twenty_seconds_without_network()
    {
        await using var family = await host.FamilyAsync();
        await family.StartAsync();
        var response = await family.ResponseAsync();
        await family.AnswerAsync(faces: 1);
        await family.Context.SetOfflineAsync(true);
        await family.AnswerFaceAsync(1);
        await family.AnswerFaceAsync(2);
        await family.FinishAsync();
        await Task.Delay(TimeSpan.FromSeconds(20));
        Assert.True((await family.SequenceAsync(response)).Length <= 2);
        await family.Page.GetByText("Saving … please keep this page open.").WaitForAsync();
        await family.Context.SetOfflineAsync(false);
        await family.LeaveAsync();
        Assert.Equal(Whole, await family.SequenceAsync(response));
    }

    [BrowserFact]
    public async Task And_closing_the_page_without_network_sends_the_rest_at_the_next_visit()
    {
        await using var family = await host.FamilyAsync();
        await family.StartAsync();
        var response = await family.ResponseAsync();
        await family.AnswerAsync(faces: 1);
        await family.Context.SetOfflineAsync(true);
        await family.AnswerFaceAsync(1);
        await family.Page.GetByRole(AriaRole.Img, new() { Name = "A surprised face" }).WaitForAsync();
        await family.NewPageAsync();
        await family.Context.SetOfflineAsync(false);
        Assert.True((await family.SequenceAsync(response)).Length < 3);

        // Any page of the site sends what was left.
        await family.Page.GotoAsync("/");
        await family.Page.EvaluateAsync("0");
        for (var attempt = 0; attempt < 100 && (await family.SequenceAsync(response)).Length < 3; attempt++)
            await Task.Delay(100);
        Assert.Equal(Whole[..3], await family.SequenceAsync(response));
    }

    [BrowserFact]
    public async Task Again_first_brings_along_what_was_left()
    {
        await using var family = await host.FamilyAsync();
        await family.StartAsync();
        var response = await family.ResponseAsync();
        var address = family.Page.Url;
        await family.AnswerAsync(faces: 1);
        await family.Context.SetOfflineAsync(true);
        await family.AnswerFaceAsync(1);
        await family.Page.GetByRole(AriaRole.Img, new() { Name = "A surprised face" }).WaitForAsync();
        await family.NewPageAsync();
        await family.Context.SetOfflineAsync(false);

        await family.Page.GotoAsync(address);
        await family.Page.GetByRole(AriaRole.Button, new() { Name = "We agree" }).WaitForAsync();
        Assert.NotEqual(response, await family.ResponseAsync());
        Assert.Equal(Whole[..3], await family.SequenceAsync(response));
    }

    [BrowserFact]
    public async Task Lets_the_experiment_fetch_its_session_and_nothing_else()
    {
        await using var family = await host.FamilyAsync();
        await family.StartAsync();
        const string fetch = "path => fetch(path).then(() => 'reached', () => 'refused')";
        string[] others = ["/api/v3/me", "/api/v3/children", "/", "/api/v2/users/", "https://example.org/"];
        foreach (var path in others)
            Assert.Equal("refused", await family.Page.EvaluateAsync<string>(fetch, path));
        var own = $"/api/v2/responses/{await family.ResponseAsync()}/";
        Assert.Equal("reached", await family.Page.EvaluateAsync<string>(fetch, own));
    }

    [BrowserFact]
    public async Task Lets_the_experiment_open_no_other_page()
    {
        await using var family = await host.FamilyAsync();
        await family.StartAsync();
        const string openWindow = """
            () => {
              try { return window.open("/") ? "reached" : "refused"; } catch { return "refused"; }
            }
            """;
        const string openFrame = """
            () => new Promise((resolve) => {
              const frame = document.createElement("iframe");
              frame.onload = () => {
                try { resolve(frame.contentDocument.querySelector("h1") ? "reached" : "refused"); }
                catch { resolve("refused"); }
              };
              frame.src = "/";
              document.body.append(frame);
              setTimeout(() => resolve("refused"), 3000);
            })
            """;
        const string loadImage = """
            () => new Promise((resolve) => {
              const image = new Image();
              image.onload = () => resolve("reached");
              image.onerror = () => resolve("refused");
              image.src = "/api/v3/me?leak=1";
            })
            """;
        Assert.Equal("refused", await family.Page.EvaluateAsync<string>(openWindow));
        Assert.Equal("refused", await family.Page.EvaluateAsync<string>(openFrame));
        Assert.Equal("refused", await family.Page.EvaluateAsync<string>(loadImage));
        Assert.DoesNotContain("sessionid", await family.Page.EvaluateAsync<string>("document.cookie"));
    }

    [BrowserFact]
    public async Task With_the_explorer_shows_every_operation()
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
