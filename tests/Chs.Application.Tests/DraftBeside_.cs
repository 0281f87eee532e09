using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>The next version of a live study, prepared while families keep running the approved one.</summary>
public class DraftBeside_
{
    static Task<StudyView> SaveBesideAsync(TestChs chs, World world, string experiment)
    {
        var input = new StudyInput
        {
            Experiment = experiment,
            BesideLive = true,
            Note = "shorter",
        };
        return chs.AnswerAsync(world.Researcher, new UpdateStudy(world.Study.Uuid, input, null));
    }

    static Task<StudyView> ProposeAsync(TestChs chs, World world, string comments = "") =>
        chs.AnswerAsync(world.Researcher, new ProposeDraft(world.Study.Uuid, comments, null));

    [Theory, OnSqlite, OnPostgres]
    public async Task Reaches_families_when_reviewers_approve_it_and_not_before(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var id = world.Study.Uuid;
        var saved = await SaveBesideAsync(chs, world, "2");
        Assert.Equal(
            (StudyState.Active, 2, 1, 1),
            (saved.State, saved.DraftVersion, saved.LiveVersion, saved.ApprovedVersion)
        );
        Assert.Equal("1", await ExperimentOfNextSessionAsync(chs, world));
        // A pause and its end don't bring it to families.
        await chs.SendAsync(world.Researcher, new MoveStudy(id, StudyTrigger.Pause, "", null));
        await chs.SendAsync(world.Researcher, new MoveStudy(id, StudyTrigger.Activate, "", null));
        Assert.Equal("1", await ExperimentOfNextSessionAsync(chs, world));

        await ProposeAsync(chs, world);
        var declined = await chs.AnswerAsync(world.Reviewer, new JudgeDraft(id, false, "too short", null));
        Assert.Null(declined.ProposedVersion);
        Assert.Equal("1", await ExperimentOfNextSessionAsync(chs, world));

        await ProposeAsync(chs, world);
        var approved = await chs.AnswerAsync(world.Reviewer, new JudgeDraft(id, true, "", null));
        Assert.Equal((StudyState.Active, 2, 2), (approved.State, approved.LiveVersion, approved.ApprovedVersion));
        Assert.Equal("2", await ExperimentOfNextSessionAsync(chs, world));
        Assert.Equal(
            [1, 1, 1, 2],
            await chs.WithAsync(db => db.Responses.OrderBy(r => r.Id).Select(r => r.StudyVersion).ToListAsync())
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Waits_for_reviewers_once_it_is_proposed(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var id = world.Study.Uuid;
        await chs.RefusesAsync(world.Researcher, new ProposeDraft(id, "", null), "study.nothing_to_propose");
        await SaveBesideAsync(chs, world, "2");
        await chs.RefusesAsync(world.Reviewer, new JudgeDraft(id, true, "", null), "study.nothing_proposed");
        Assert.Equal(2, (await ProposeAsync(chs, world, "shorter")).ProposedVersion);
        var waiting = Assert.Single((await chs.AnswerAsync(world.Reviewer, new ListReviewQueue())).Items);
        Assert.Equal((true, "shorter"), (waiting.IsBesideLive, waiting.Comments));
        Assert.Equal(["experiment"], waiting.ChangedSinceApproval);
        await chs.RefusesAsync(world.Researcher, new JudgeDraft(id, true, "", null), "access.forbidden");
        await chs.RefusesAsync(world.Outsider, new ProposeDraft(id, "", null), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Must_be_proposed_again_after_a_change(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var id = world.Study.Uuid;
        await SaveBesideAsync(chs, world, "2");
        await ProposeAsync(chs, world);
        await SaveBesideAsync(chs, world, "3");
        await chs.RefusesAsync(world.Reviewer, new JudgeDraft(id, true, "", null), "study.nothing_proposed");

        await ProposeAsync(chs, world);
        await chs.SucceedsAsync(world.Reviewer, new JudgeDraft(id, false, "too short", null));
        await ProposeAsync(chs, world);
        var approved = await chs.AnswerAsync(world.Reviewer, new JudgeDraft(id, true, "", null));
        Assert.Equal((StudyState.Active, 3, 3), (approved.State, approved.LiveVersion, approved.ApprovedVersion));
        Assert.Equal("3", await ExperimentOfNextSessionAsync(chs, world));
        Assert.Empty((await chs.AnswerAsync(world.Reviewer, new ListReviewQueue())).Items);
        Assert.Equal(
            ["draft proposed", "draft proposed", "draft declined", "draft proposed", "draft approved"],
            await chs.WithAsync(db =>
                db.StudyLog.Where(e => e.Action.StartsWith("draft"))
                    .OrderBy(e => e.Id)
                    .Select(e => e.Action)
                    .ToListAsync()
            )
        );
    }

    /// <summary>Starts a session of a family, and returns the experiment that it runs.</summary>
    static async Task<string> ExperimentOfNextSessionAsync(TestChs chs, World world)
    {
        var response = await chs.StartAsync(world);
        // Without data the next start would continue this response.
        await chs.SaveAsync(world, response, "[{}]");
        return await chs.WithAsync(db =>
            db.Responses.Where(r => r.Uuid == response)
                .Join(
                    db.StudyVersions,
                    r => new { r.StudyId, Number = r.StudyVersion },
                    v => new { v.StudyId, v.Number },
                    (_, v) => v.Experiment
                )
                .SingleAsync()
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_for_live_studies_and_can_be_thrown_away(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Approved);
        var id = world.Study.Uuid;
        await chs.RefusesAsync(
            world.Researcher,
            new UpdateStudy(id, new StudyInput { Experiment = "2", BesideLive = true }, null),
            "study.nothing_live"
        );
        await chs.SendAsync(world.Researcher, new MoveStudy(id, StudyTrigger.Activate, "", null));
        await chs.SendAsync(
            world.Researcher,
            new UpdateStudy(id, new StudyInput { Experiment = "2", BesideLive = true }, null)
        );
        await chs.SendAsync(world.Researcher, new ProposeDraft(id, "", null));
        Assert.Null((await chs.AnswerAsync(world.Researcher, new WithdrawDraft(id, null))).ProposedVersion);
        await chs.SendAsync(world.Researcher, new ProposeDraft(id, "", null));
        var thrown = await chs.AnswerAsync(world.Researcher, new DiscardDraft(id, null));
        Assert.Equal(
            ("1", 3, (int?)null, StudyState.Active),
            (thrown.Experiment, thrown.DraftVersion, thrown.ProposedVersion, thrown.State)
        );
        // A change that isn't beside the live version sends the study back to review and ends the proposal.
        await chs.SendAsync(
            world.Researcher,
            new UpdateStudy(id, new StudyInput { Experiment = "4", BesideLive = true }, null)
        );
        await chs.SendAsync(world.Researcher, new ProposeDraft(id, "", null));
        var back = await chs.AnswerAsync(
            world.Researcher,
            new UpdateStudy(id, new StudyInput { Experiment = "5" }, null)
        );
        Assert.Equal((StudyState.Rejected, (int?)null), (back.State, back.ProposedVersion));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task And_every_other_change_is_saved_by_one_of_two_at_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var version = (await chs.AnswerAsync(world.Researcher, new ReadStudy(world.Study.Uuid))).Version;
        var both = await Task.WhenAll(
            Enumerable
                .Range(0, 2)
                .Select(i =>
                    Task.Run(() =>
                        chs.SendAsync(
                            world.Researcher,
                            new UpdateStudy(
                                world.Study.Uuid,
                                new StudyInput { Purpose = $"{i}", Experiment = $"{i + 10}" },
                                version
                            )
                        )
                    )
                )
        );
        var winner = Assert.Single(both, outcome => !outcome.Failed).Value;
        Assert.Equal("version.stale", Assert.Single(both, outcome => outcome.Failed).Error!.Code);
        var read = await chs.AnswerAsync(world.Researcher, new ReadStudy(world.Study.Uuid));
        Assert.Equal(
            (winner.Purpose, winner.Experiment, winner.Version),
            (read.Purpose, read.Experiment, read.Version)
        );
    }
}
