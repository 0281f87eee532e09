using Chs.Client.Models;
using Xunit;

namespace Chs.Clients.Tests;

/// <summary>A researcher follows a build, cancels it, and sees its end. No worker takes it meanwhile.</summary>
[Collection("site")]
public class BuildStoryTests(ClientSite site)
{
    [Fact]
    public async Task A_researcher_follows_a_build_to_its_end()
    {
        var researcher = await site.LogInAsync("researcher@demo.chs", "let us try CHS");
        var labs = await researcher.Api.V3.Labs.GetAsync(r => r.QueryParameters.Set = LabSet.Mine).ThatIsThere();
        var create = new StudyCreate
        {
            LabId = labs.Items.ThatIsThere()[0].Id,
            Type = StudyType.Frameplayer,
            Study = new StudyUpdate { Name = "Frames", Criteria = "All" },
        };
        var study = (await researcher.Api.V3.Studies.PostAsync(create).ThatIsThere()).Id.ThatIsThere();
        var requested = await researcher.Api.V3.Studies[study].Builds.PostAsync().ThatIsThere();
        var build = requested.Id.ThatIsThere();

        List<BuildEventKind?> kinds = [];
        await foreach (var happened in researcher.FollowBuildAsync(build))
        {
            if (kinds is [])
                await researcher.Api.V3.Builds[build].Cancellation.PutAsync();
            kinds.Add(happened.Kind);
        }

        Assert.InRange(kinds.Count, 2, 9);
        Assert.All(kinds, kind => Assert.Equal(BuildEventKind.State, kind));
        await Assert.ThrowsAsync<Problem>(async () => await researcher.FollowBuildAsync(study).FirstAsync());
    }
}
