using System.Text.Json;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Application.Tests.Messaging;
using Chs.Domain.Messaging;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Chs.Application.Tests.Studies;

/// <summary>
/// A change that takes an approval away is called "sent back" wherever it shows, can be submitted again by either name
/// of a submission, and what leaves the reviewers' queue says so.
/// </summary>
public class SentBackIsCalledSoTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task In_state_answer_log_queue_and_mail(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var changed = await chs.UpdateStudyAsync(world, new StudyInput { Experiment = "2" });
        Assert.Equal(StudyState.SentBack, changed.State);
        Assert.StartsWith("Sent back for review", changed.Comments);
        Assert.Equal("sent_back", Assert.Single(changed.Warnings).Code);
        Assert.Equal([StudyTrigger.Resubmit, StudyTrigger.Archive], changed.NextSteps);

        var listed = await chs.ItemsAsync(world.Researcher, new ListStudies { State = StudyState.SentBack });
        Assert.Equal(world.Study.Uuid, Assert.Single(listed).Id);
        Assert.Empty(await chs.ItemsAsync(world.Researcher, new ListStudies { State = StudyState.Rejected }));

        var log = await chs.ItemsAsync(world.Researcher, new ListStudyLog { StudyId = world.Study.Uuid });
        Assert.Equal(StudyLogAction.SentBack, log[0].Action);
        Assert.Null(log[0].By);

        var mail = Assert.Single(await chs.TryMailsAsync<StudyNotices>(nameof(StudySentBackToReview)));
        Assert.Equal($"{world.Study.Details.Name}: sent back for review", mail.Subject);

        // Nobody waits for reviewers until it is submitted again.
        Assert.Empty(await chs.ItemsAsync(world.Reviewer, new ListReviewQueue()));
        await chs.MoveStudyAsync(world, StudyTrigger.Submit);
        var sentBack = new ListReviewQueue { Past = ReviewPast.SentBack };
        Assert.Equal(ReviewPast.SentBack, Assert.Single(await chs.ItemsAsync(world.Reviewer, sentBack)).Past);
        foreach (var past in Enum.GetValues<ReviewPast>().Where(past => past is not ReviewPast.SentBack))
            Assert.Empty(await chs.ItemsAsync(world.Reviewer, new ListReviewQueue { Past = past }));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rejection_by_a_reviewer_is_none(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.MoveStudyAsync(world, StudyTrigger.Reject);
        var rejected = await chs.ReadStudyAsync(world);
        Assert.Equal(StudyState.Rejected, rejected.State);
        Assert.Empty(rejected.Warnings);
        await chs.MoveStudyAsync(world, StudyTrigger.Submit);
        var waiting = Assert.Single(await chs.ItemsAsync(world.Reviewer, new ListReviewQueue()));
        Assert.Equal(ReviewPast.PreviouslyApproved, waiting.Past);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Submit_is_understood_whatever_came_before(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        await chs.MoveStudyAsync(world, StudyTrigger.Submit, StudyTrigger.Reject);
        await chs.MoveStudyAsync(world, StudyTrigger.Submit, StudyTrigger.Retract);
        await chs.MoveStudyAsync(world, StudyTrigger.Submit, StudyTrigger.Approve);
        await chs.UpdateStudyAsync(world, new StudyInput { Experiment = "2" });
        await chs.MoveStudyAsync(world, StudyTrigger.Submit);
        // Mails and logs tell the first submission from the others.
        var steps = await MovesAsync(chs);
        Assert.Equal(
            [StudyTrigger.Submit, StudyTrigger.Resubmit, StudyTrigger.Resubmit, StudyTrigger.Resubmit],
            steps.Where(Workflow.IsSubmission)
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_draft_beside_what_families_run_is_proposed_instead(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SaveBesideLiveAsync(world, "2");
        var submit = new MoveStudy(world.Study.Uuid, StudyTrigger.Submit, "", null);
        var refused = await chs.RefusesAsync(world.Researcher, submit, "study.wrong_state");
        Assert.Contains("propose its draft", refused.Message);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_of_a_proposed_draft_tells_that_it_leaves_the_queue(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SaveAndProposeAsync(world, "2");
        var changed = await chs.SaveBesideLiveAsync(world, "3");
        Assert.Null(changed.ProposedVersion);
        var warning = Assert.Single(changed.Warnings);
        Assert.Equal("left_review", warning.Code);
        Assert.StartsWith("Version 2 left the reviewers' queue", warning.Message);
        Assert.Empty(await chs.ItemsAsync(world.Reviewer, new ListReviewQueue()));

        var log = await chs.ItemsAsync(world.Researcher, new ListStudyLog { StudyId = world.Study.Uuid });
        Assert.Equal(StudyLogAction.DraftWithdrawn, log[0].Action);
        Assert.Contains("because the draft was changed", log[0].Extra.GetProperty("comments").GetString());
        var mail = Assert.Single(await chs.TryMailsAsync<StudyNotices>(nameof(StudyDraftWithdrawn)));
        Assert.Equal("reviewer@test.chs", mail.To);
        Assert.Equal($"{world.Study.Details.Name}: version 2 doesn't wait any more", mail.Subject);
        Assert.Contains("changed the draft", mail.Body);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Other_changes_that_take_a_proposed_draft_out_of_the_queue_tell_it_too(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SaveAndProposeAsync(world, "2");
        var discarded = await chs.AnswerAsync(world.Researcher, new DiscardDraft(world.Study.Uuid, null));
        Assert.Equal("left_review", Assert.Single(discarded.Warnings).Code);
        await chs.SaveAndProposeAsync(world, "3");
        var sentBack = await chs.UpdateStudyAsync(world, new StudyInput { Purpose = "Another" });
        Assert.Equal(["sent_back", "left_review"], sentBack.Warnings.Select(warning => warning.Code));
        // A proposal is refused in this state.
        Assert.Contains("submit the study", sentBack.Warnings[1].Message);
        var log = await chs.ItemsAsync(world.Researcher, new ListStudyLog { StudyId = world.Study.Uuid });
        var left = log.First(entry => entry.Action is StudyLogAction.DraftWithdrawn);
        Assert.Contains("submit the study", left.Extra.GetProperty("comments").GetString());
        var mails = await chs.TryMailsAsync<StudyNotices>(nameof(StudyDraftWithdrawn));
        Assert.Contains("once that is submitted again", mails[^1].Body);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_step_that_takes_a_proposed_draft_out_of_the_queue_tells_it(DatabaseProvider on)
    {
        foreach (var step in (StudyTrigger[])[StudyTrigger.Deactivate, StudyTrigger.Archive, StudyTrigger.Reject])
        {
            await using var chs = await TestChs.StartAsync(on);
            var world = await World.MakeAsync(chs);
            await chs.SaveAndProposeAsync(world, "2");
            var actor = step is StudyTrigger.Reject ? world.Reviewer : world.Researcher;
            var moved = await chs.AnswerAsync(actor, new MoveStudy(world.Study.Uuid, step, "", null));
            Assert.Equal("left_review", Assert.Single(moved.Warnings).Code);
            Assert.Contains("neither active nor paused", moved.Warnings[0].Message);
            var log = await chs.ItemsAsync(world.Researcher, new ListStudyLog { StudyId = world.Study.Uuid });
            Assert.Contains(log, entry => entry.Action is StudyLogAction.DraftWithdrawn);
            var mail = Assert.Single(await chs.TryMailsAsync<StudyNotices>(nameof(StudyDraftWithdrawn)));
            Assert.Contains("neither active nor paused", mail.Body);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_pause_leaves_the_proposal_alone(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SaveAndProposeAsync(world, "2");
        var pause = new MoveStudy(world.Study.Uuid, StudyTrigger.Pause, "", null);
        Assert.Empty((await chs.AnswerAsync(world.Researcher, pause)).Warnings);
        Assert.Equal(2, (await chs.ReadStudyAsync(world)).ProposedVersion);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_that_leaves_the_proposal_alone_warns_of_nothing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SaveAndProposeAsync(world, "2");
        var changed = await chs.UpdateStudyAsync(world, new StudyInput { Priority = 3, IsBesideLive = true });
        Assert.Equal(2, changed.ProposedVersion);
        Assert.Empty(changed.Warnings);
    }

    /// <summary>The steps of the workflow that were taken, oldest first.</summary>
    static Task<List<StudyTrigger>> MovesAsync(TestChs chs) =>
        chs.WithAsync(async db =>
        {
            var messages = await MessagesAsync(db, nameof(StudyMoved));
            return messages.Select(message => JsonSerializer.Deserialize<StudyMoved>(message.Body)!.Trigger).ToList();
        });

    static Task<List<OutboxMessage>> MessagesAsync(IChsDb db, string kind) =>
        db.Outbox.AsNoTracking().Where(message => message.Kind == kind).OrderBy(message => message.Id).ToListAsync();
}
