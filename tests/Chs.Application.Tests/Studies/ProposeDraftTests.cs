using Chs.Application.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class ProposeDraftTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Puts_the_draft_into_the_review_queue(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SaveBesideLiveAsync(world, "2");
        Assert.Equal(2, (await chs.ProposeAsync(world, "shorter")).ProposedVersion);
        var waiting = Assert.Single(await chs.ItemsAsync(world.Reviewer, new ListReviewQueue()));
        Assert.Equal((true, "shorter"), (waiting.IsBesideLive, waiting.Comments));
        Assert.Equal(["experiment"], waiting.ChangedSinceApproval);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_study_without_a_draft(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new ProposeDraft(world.Study.Uuid, "", null);
        await chs.RefusesAsync(world.Researcher, request, "study.nothing_to_propose");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_that_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new ProposeDraft(world.Study.Uuid, "", null);
        await chs.RefusesAsync(world.Outsider, request, "study.not_found");
    }
}
