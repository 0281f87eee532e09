using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class JudgeDraftTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Brings_an_approved_draft_to_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.ExperimentOfNextSessionAsync(world);
        await chs.SaveAndProposeAsync(world, "2");
        var approved = await chs.AnswerAsync(world.Reviewer, Judge(world, approved: true));
        Assert.Equal((StudyState.Active, 2, 2), (approved.State, approved.LiveVersion, approved.ApprovedVersion));
        Assert.Equal("2", await chs.ExperimentOfNextSessionAsync(world));
        var versions = await chs.WithAsync(db =>
            db.Responses.OrderBy(r => r.Id).Select(r => r.StudyVersion).ToListAsync()
        );
        Assert.Equal([1, 2], versions);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_a_declined_draft_from_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SaveAndProposeAsync(world, "2");
        var declined = await chs.AnswerAsync(world.Reviewer, Judge(world, approved: false));
        Assert.Null(declined.ProposedVersion);
        Assert.Equal("1", await chs.ExperimentOfNextSessionAsync(world));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Approves_the_newest_draft_once_it_is_proposed_again(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await DeclineSecondAndApproveThirdAsync(chs, world);
        var study = await chs.ReadStudyAsync(world);
        Assert.Equal((StudyState.Active, 3, 3), (study.State, study.LiveVersion, study.ApprovedVersion));
        Assert.Equal("3", await chs.ExperimentOfNextSessionAsync(world));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_the_draft_out_of_the_review_queue(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await DeclineSecondAndApproveThirdAsync(chs, world);
        Assert.Empty(await chs.ItemsAsync(world.Reviewer, new ListReviewQueue()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Writes_proposals_and_judgements_into_the_log_of_the_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await DeclineSecondAndApproveThirdAsync(chs, world);
        var log = await chs.WithAsync(db => db.StudyLog.OrderBy(e => e.Id).Select(e => e.Action).ToListAsync());
        Assert.Equal(
            [
                "draft proposed",
                "draft withdrawn",
                "draft proposed",
                "draft declined",
                "draft proposed",
                "draft approved",
            ],
            log.Where(action => action.StartsWith("draft", StringComparison.Ordinal))
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_draft_that_is_not_proposed(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SaveBesideLiveAsync(world, "2");
        await chs.RefusesAsync(world.Reviewer, Judge(world, approved: true), "study.nothing_proposed");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_researchers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SaveAndProposeAsync(world, "2");
        await chs.RefusesAsync(world.Researcher, Judge(world, approved: true), "access.forbidden");
    }

    static JudgeDraft Judge(World world, bool approved) => new(world.Study.Uuid, approved, "too short", null);

    /// <summary>Version 2 is proposed and replaced, version 3 declined, proposed again and approved.</summary>
    static async Task DeclineSecondAndApproveThirdAsync(TestChs chs, World world)
    {
        await chs.SaveAndProposeAsync(world, "2");
        await chs.SaveAndProposeAsync(world, "3");
        await chs.SucceedsAsync(world.Reviewer, Judge(world, approved: false));
        await chs.ProposeAsync(world);
        await chs.SucceedsAsync(world.Reviewer, Judge(world, approved: true));
    }
}
