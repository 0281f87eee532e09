using System.Net;
using Chs.Api.Tests.JsonApi.Responses;
using Chs.Api.Tests.V3.Studies;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Pages;

/// <summary>A family that comes back to a study that stopped, by its page, its play host and v3.</summary>
[Collection("api")]
public class StoppedStudyPagesTests(ApiHost host)
{
    const string Told = "If you have questions, ask: ada@uni.example";

    [Fact]
    public async Task A_family_learns_that_the_study_stopped_and_whom_to_ask()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var study = await host.ActiveStudyAsync(researcher);
        var (parent, _, child) = await host.FamilyAsync();
        using var family = parent;
        var (browser, ticket) = await BeginAsync(family, study, child);
        await researcher.MovesAsync(study, "pause");

        await ShowsPageAsync(await family.GetAsync($"/studies/j/{study}/{child}/"));
        using var carried = new FormUrlEncodedContent(new Dictionary<string, string> { ["ticket"] = ticket });
        await ShowsPageAsync(await browser.SendAsync(HttpMethod.Post, "/play/enter", carried));
        await ShowsAsync(await family.GetAsync($"/api/v3/open-studies/{study}"));
        await ShowsAsync(await family.PostAsync($"/api/v3/studies/{study}/responses", new { childId = child }));

        await researcher.MovesAsync(study, "archive");
        using var gone = await family.GetAsync($"/studies/j/{study}/{child}/");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_family_that_has_finished_begins_nothing_new_in_a_study_that_stopped()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var study = await host.ActiveStudyAsync(researcher);
        var (parent, _, child) = await host.FamilyAsync();
        using var family = parent;
        var response = await family.StartAsync(study, child);
        var page = $"/studies/j/{study}/{child}/";
        await researcher.MovesAsync(study, "pause");
        await family.Play.GetAsync(page).HasStatusAsync(HttpStatusCode.OK);
        await family.PatchAsync(response, """{"exp_data":[{"trial_index":0}],"completed":true}""").SucceedsAsync();

        await ShowsPageAsync(await family.Play.GetAsync(page));
        await ShowsAsync(await family.CreateAsync(ResponseDocuments.New(study, child)));
        await family.PatchAsync(response, """{"exp_data":[{"trial_index":1}]}""").SucceedsAsync();
        Assert.Equal(1, await family.CountResponsesAsync());
    }

    [Fact]
    public async Task A_family_learns_nothing_of_a_study_that_never_ran()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var study = await researcher.CreateInDemoLabAsync();
        var (parent, _, child) = await host.FamilyAsync();
        using var family = parent;
        var none = Guid.NewGuid();
        foreach (var unknown in new[] { study, none })
        {
            using var page = await family.GetAsync($"/studies/j/{unknown}/{child}/");
            Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
            await family.GetAsync($"/api/v3/open-studies/{unknown}").IsProblemAsync(404, "study.not_found");
        }
    }

    static async Task ShowsPageAsync(HttpResponseMessage answer)
    {
        Assert.Contains("<h1>This study isn&#x27;t running</h1>", await answer.Content.ReadAsStringAsync());
        await ShowsAsync(answer);
    }

    static async Task ShowsAsync(HttpResponseMessage answer)
    {
        using var _ = answer;
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains(Told, await answer.Content.ReadAsStringAsync());
    }

    /// <returns>A client of the play host that holds the browser's secret, and the ticket.</returns>
    static async Task<(ApiClient Browser, string Ticket)> BeginAsync(ApiClient site, Guid study, Guid child)
    {
        using var first = await site.GetAsync($"/studies/j/{study}/{child}/");
        var begin = first.Headers.Location!;
        var browser = site.At(new Uri(begin.GetLeftPart(UriPartial.Authority)));
        using var second = await browser.GetAsync(begin.PathAndQuery);
        using var third = await site.GetAsync(second.Headers.Location!.PathAndQuery);
        return (browser, third.Headers.Location!.Fragment[1..]);
    }
}
