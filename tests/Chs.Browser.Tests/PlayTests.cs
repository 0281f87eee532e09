using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>Sessions of the demo study in a real browser.</summary>
[Collection("Plays")]
public class PlayTests(BrowserHost host)
{
    [BrowserFact]
    public async Task A_family_plays_to_the_end_without_an_error()
    {
        await using var family = await host.DemoFamilyAsync();
        await family.StartAsync();
        var response = await family.ResponseAsync();
        await family.AnswerAsync(faces: 3);
        await family.FinishAsync();
        await family.LeaveAsync();
        Assert.Contains($"response={response}", family.Page.Url);
        Assert.Matches("child=[A-Zabcd2-9]{6}", family.Page.Url);
        Assert.True(family.Errors.Count == 0, string.Join('\n', family.Errors));
    }

    [BrowserFact]
    public async Task A_finished_session_is_in_the_data_of_its_researchers()
    {
        await using var family = await host.DemoFamilyAsync();
        await family.StartAsync();
        var response = await family.ResponseAsync();
        await family.AnswerAsync(faces: 3);
        await family.FinishAsync();
        await family.LeaveAsync();

        using var researcher = await host.ApiAsync("researcher");
        var (study, _) = await researcher.DemoAsync();
        await researcher.PostJsonAsync(
            $"/api/v3/studies/{study}/responses/{response}/consent-rulings",
            new { ruling = "accepted" }
        );
        using var export = await researcher.GetAsync($"/api/v3/studies/{study}/exports/responses.csv");
        var csv = await export.Content.ReadAsStringAsync();
        var row = csv.Split("\r\n").Single(line => line.Contains(response.ToString(), StringComparison.Ordinal));
        Assert.EndsWith(string.Join(',', DemoStudy.Trials.Select(trial => $"\"{trial}\"")), row);
        Assert.Contains(",True,", row);
        var data = await researcher.GetJsonAsync($"/api/v3/studies/{study}/responses/{response}");
        Assert.Contains(
            "Nice \\\"faces\\\", ünïcode",
            data.GetProperty("data").GetRawText().Replace("\\u00fc", "ü").Replace("\\u00ef", "ï")
        );
    }

    [BrowserFact]
    public async Task Reloading_the_page_loses_nothing()
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
        Assert.Equal(DemoStudy.Trials[..2], await family.SequenceAsync(first));
        await family.AnswerAsync(faces: 3);
        await family.FinishAsync();
        await family.LeaveAsync();
        Assert.Equal(DemoStudy.Trials, await family.SequenceAsync(second));
    }
}
