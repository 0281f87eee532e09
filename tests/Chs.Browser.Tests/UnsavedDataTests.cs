using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>Sessions whose server or network is away for a while.</summary>
public class UnsavedDataTests(BrowserHost host) : IClassFixture<BrowserHost>
{
    [BrowserFact]
    public async Task A_session_survives_a_server_that_is_killed_and_restarted()
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
        Assert.Equal(DemoStudy.Trials, await family.SequenceAsync(response));
    }

    [BrowserFact]
    public async Task A_session_survives_a_time_without_network()
    {
        await using var family = await host.FamilyAsync();
        await family.StartAsync();
        var response = await family.ResponseAsync();
        await family.AnswerAsync(faces: 1);
        var failures = FailedRequests.Of(family.Page);
        await family.Context.SetOfflineAsync(true);
        await family.AnswerFaceAsync(1);
        await family.AnswerFaceAsync(2);
        await family.FinishAsync();
        // The page tries again by itself, at longer and longer intervals.
        await failures.WaitAsync(6);
        Assert.True((await family.SequenceAsync(response)).Length <= 2);
        await family.Page.GetByText("Saving … please keep this page open.").WaitForAsync();
        await family.Context.SetOfflineAsync(false);
        await family.LeaveAsync();
        Assert.Equal(DemoStudy.Trials, await family.SequenceAsync(response));
    }

    [BrowserFact]
    public async Task The_next_visit_sends_what_a_page_that_was_closed_without_network_left()
    {
        await using var family = await host.FamilyAsync();
        await family.StartAsync();
        var response = await family.ResponseAsync();
        var address = family.Page.Url;
        await family.AnswerAsync(faces: 1);
        // A browser that only pretends to be offline may still send what a page hands over while it closes.
        await host.Server.KillAsync();
        await family.AnswerFaceAsync(1);
        await family.Page.GetByRole(AriaRole.Img, new() { Name = "A surprised face" }).WaitForAsync();
        await family.NewPageAsync();
        await host.Server.StartAsync();
        Assert.True((await family.SequenceAsync(response)).Length < 3);

        await family.Page.GotoAsync(address);
        await family.Page.GetByRole(AriaRole.Button, new() { Name = "We agree" }).WaitForAsync();
        Assert.Equal(DemoStudy.Trials[..3], await family.SequenceAsync(response, 3));
    }

    [BrowserFact]
    public async Task Playing_again_first_sends_what_was_left()
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
        Assert.Equal(DemoStudy.Trials[..3], await family.SequenceAsync(response));
    }
}
