using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

/// <summary>Changes of a protocol that don't touch the version that families run.</summary>
public class UpdateStudyBesideLiveTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Makes_a_draft_and_leaves_the_study_active(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var saved = await chs.SaveBesideLiveAsync(world, "2");
        Assert.Equal(
            (StudyState.Active, 2, 1, 1),
            (saved.State, saved.DraftVersion, saved.LiveVersion, saved.ApprovedVersion)
        );
        Assert.Equal("1", await chs.ExperimentOfNextSessionAsync(world));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Does_not_reach_families_by_a_pause_and_its_end(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SaveBesideLiveAsync(world, "2");
        await chs.MoveStudyAsync(world, StudyTrigger.Pause, StudyTrigger.Activate);
        Assert.Equal("1", await chs.ExperimentOfNextSessionAsync(world));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_studies_that_families_do_not_run(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Approved);
        var input = new StudyInput { Experiment = "2", IsBesideLive = true };
        var update = new UpdateStudy(world.Study.Uuid, input, null);
        await chs.RefusesAsync(world.Researcher, update, "study.nothing_live");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Ends_a_proposal_which_must_be_made_again(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SaveAndProposeAsync(world, "2");
        await chs.SaveBesideLiveAsync(world, "3");
        var approve = new JudgeDraft(world.Study.Uuid, true, "", null);
        await chs.RefusesAsync(world.Reviewer, approve, "study.nothing_proposed");
    }

    /// <summary>A change that isn't beside the live version.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Is_over_when_another_change_sends_the_study_back_to_review(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SaveAndProposeAsync(world, "4");
        var back = await chs.UpdateStudyAsync(world, new StudyInput { Experiment = "5" });
        Assert.Equal((StudyState.SentBack, (int?)null), (back.State, back.ProposedVersion));
    }
}
