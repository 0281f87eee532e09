using Chs.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>What happens to a family's play when the study is paused, or somebody logs out.</summary>
[Collection("Plays")]
public class ChangesWhilePlayingTests(BrowserHost host)
{
    const string Greeting = "Hello to all who are here";

    [BrowserFact]
    public async Task Who_has_begun_plays_to_the_end_although_the_study_is_paused()
    {
        using var researcher = await host.ApiAsync("researcher");
        var study = await NewStudyAsync(researcher);
        await using var family = await host.FamilyAsync();
        var address = await StartAsync(family, study);
        var response = await family.ResponseAsync();
        await family.ClickAsync("On");
        await family.Page.GetByText("The last one").WaitForAsync();

        await Studies.MoveAsync(researcher, study, "pause");
        await family.ClickAsync("Finish");
        await family.LeaveAsync();
        Assert.Equal(2, (await family.SequenceAsync(response)).Length);
        Assert.Contains("\"completed\":true", await Studies.StoredAsync(family.Api, response));
        // Begun was begun: a new beginning is refused, by the play host as by the site.
        foreach (var place in (string[])[address, new Uri(host.Site, new Uri(address).AbsolutePath).AbsoluteUri])
        {
            var refused = await family.Page.GotoAsync(place);
            Assert.Equal(409, refused!.Status);
            await family.Page.GetByRole(AriaRole.Heading, new() { Name = "This study isn't running" }).WaitForAsync();
        }
    }

    [BrowserFact]
    public async Task A_log_out_in_another_tab_ends_the_play_and_loses_nothing()
    {
        using var researcher = await host.ApiAsync("researcher");
        var study = await NewStudyAsync(researcher);
        await using var family = await host.FamilyAsync();
        var address = await StartAsync(family, study);
        var response = await family.ResponseAsync();
        await family.ClickAsync("On");
        await family.Page.GetByText("The last one").WaitForAsync();
        Assert.Single(await family.SequenceAsync(response, 1));

        var site = await family.Context.NewPageAsync();
        await site.GotoAsync("/");
        await site.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await site.GetByRole(AriaRole.Link, new() { Name = "Log in", Exact = true }).First.WaitForAsync();
        await family.ClickAsync("Finish");
        await family.Page.GetByText("somebody logged out").WaitForAsync();
        Assert.Single(await family.SequenceAsync(response));

        // Who begins again sends what was kept.
        await BrowserHost.LogInAsync(family.Context, family.Api);
        await family.Page.GotoAsync(new Uri(host.Site, new Uri(address).AbsolutePath).AbsoluteUri);
        await family.Page.GetByText(Greeting).WaitForAsync();
        Assert.Equal(2, (await family.SequenceAsync(response, 2)).Length);
    }

    async Task<Guid> NewStudyAsync(ApiClient researcher)
    {
        using var reviewer = await host.ApiAsync("reviewer");
        var study = await Studies.CreateAsync(
            researcher,
            await Studies.DemoLabAsync(researcher),
            "Changes",
            Studies.Experiment(Greeting)
        );
        await Studies.ActivateAsync(researcher, reviewer, study);
        return study;
    }

    /// <returns>Where the study is played.</returns>
    static async Task<string> StartAsync(Family family, Guid study)
    {
        var child = (await Studies.ChildrenAsync(family.Api))[0];
        await family.Page.GotoAsync($"/studies/j/{study}/{child}/");
        await family.Page.GetByText(Greeting).WaitForAsync();
        return family.Page.Url;
    }
}
