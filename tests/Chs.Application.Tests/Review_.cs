using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Scheduling;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>What waits for reviewers, what sends a study back to them, and what the end of an ethics approval does.</summary>
public class Review_
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_what_waits_how_long_and_what_changed_since_the_approval(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var id = world.Study.Uuid;
        await chs.RefusesAsync(world.Researcher, new ListReviewQueue(), "access.forbidden");
        Assert.Empty((await chs.AnswerAsync(world.Reviewer, new ListReviewQueue())).Items);

        var declared = new Declarations
        {
            Length = new Declaration { Applies = true, Details = "40 minutes" },
        };
        await MoveAsync(StudyTrigger.Submit, declared);
        chs.Time.Advance(TimeSpan.FromDays(3.5));
        var first = Assert.Single(
            (
                await chs.AnswerAsync(
                    world.Reviewer,
                    new ListReviewQueue { Past = ReviewPast.FirstSubmission, Match = "FACES" }
                )
            ).Items
        );
        Assert.Equal((3, 1, ReviewPast.FirstSubmission, "Lab"), (first.Days, first.Submissions, first.Past, first.Lab));
        Assert.Equal("40 minutes", first.Declarations.GetProperty("issue_length_description").GetString());
        Assert.Empty(first.ChangedSinceApproval);
        Assert.Empty(
            (await chs.AnswerAsync(world.Reviewer, new ListReviewQueue { Past = ReviewPast.PreviouslyRejected })).Items
        );
        Assert.Empty((await chs.AnswerAsync(world.Reviewer, new ListReviewQueue { Type = StudyType.External })).Items);
        Assert.Single(
            (
                await chs.AnswerAsync(
                    world.Reviewer,
                    new ListReviewQueue
                    {
                        IsPublic = true,
                        Creator = "RESEARCHER@test",
                        IdBegins = id.ToString()[..8],
                    }
                )
            ).Items
        );
        Assert.Empty((await chs.AnswerAsync(world.Reviewer, new ListReviewQueue { IsPublic = false })).Items);
        Assert.Empty((await chs.AnswerAsync(world.Reviewer, new ListReviewQueue { Creator = "nobody" })).Items);

        await MoveAsync(StudyTrigger.Retract);
        await MoveAsync(StudyTrigger.Resubmit);
        Assert.Equal(ReviewPast.Other, (await QueueAsync()).Past);
        await MoveAsync(StudyTrigger.Reject);
        await MoveAsync(StudyTrigger.Resubmit);
        Assert.Equal(ReviewPast.PreviouslyRejected, (await QueueAsync()).Past);
        await MoveAsync(StudyTrigger.Approve);
        Assert.Equal(
            StudyState.Rejected,
            (
                await chs.AnswerAsync(world.Researcher, new UpdateStudy(id, new StudyInput { Experiment = "2" }, null))
            ).State
        );
        await MoveAsync(StudyTrigger.Resubmit);
        var again = await QueueAsync();
        Assert.Equal((ReviewPast.PreviouslyApproved, 2, 1), (again.Past, again.DraftVersion, again.ApprovedVersion));
        Assert.Equal(["experiment"], again.ChangedSinceApproval);
        Assert.Equal(
            ["collecting_data", "comments"],
            (
                await chs.WithAsync(db => db.StudyLog.OrderByDescending(e => e.Id).Select(e => e.Extra).FirstAsync())
                    is { } extra
                    ? System.Text.Json.JsonDocument.Parse(extra).RootElement.EnumerateObject().Select(p => p.Name)
                    : []
            ).Order()
        );

        async Task<ReviewItem> QueueAsync() =>
            Assert.Single((await chs.AnswerAsync(world.Reviewer, new ListReviewQueue())).Items);
        async Task MoveAsync(StudyTrigger step, Declarations? declarations = null)
        {
            var who = step is StudyTrigger.Approve or StudyTrigger.Reject ? world.Reviewer : world.Researcher;
            var said =
                declarations
                ?? (
                    step is StudyTrigger.Resubmit
                        ? new Declarations { CollectingData = new Declaration { Applies = true } }
                        : null
                );
            var moved = await chs.SendAsync(who, new MoveStudy(id, step, "as asked", null, said));
            Assert.True(!moved.Failed, $"{step}: {moved.Error?.Code}");
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Goes_page_by_page_from_the_longest_waiting(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Submitted);
        List<string> names = [world.Study.Details.Name];
        foreach (var name in (string[])["B", "A", "C"])
        {
            chs.Time.Advance(TimeSpan.FromMinutes(1));
            var made = await chs.AnswerAsync(
                world.Researcher,
                new CreateStudy(world.Lab.Uuid, new StudyInput { Name = name })
            );
            await chs.SendAsync(world.Researcher, new MoveStudy(made.Id, StudyTrigger.Submit, "", null));
            names.Add(name);
        }

        List<string> seen = [];
        string? cursor = null;
        do
        {
            var page = await chs.AnswerAsync(world.Reviewer, new ListReviewQueue { Limit = 1, Cursor = cursor });
            seen.AddRange(page.Items.Select(item => item.Name));
            cursor = page.NextCursor;
        } while (cursor is not null);
        Assert.Equal(names, seen);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_asked_again_when_what_it_approved_changes_but_for_what_the_site_calls_low_risk(
        DatabaseProvider on
    )
    {
        await using var chs = await TestChs.StartAsync(
            on,
            new ReviewPolicy(ReviewedField.ContactInfo | ReviewedField.Duration)
        );
        var world = await World.MakeAsync(chs);
        var id = world.Study.Uuid;
        foreach (
            var harmless in (StudyInput[])
                [
                    new() { ContactInfo = "Ada" },
                    new() { Duration = "6 minutes" },
                    new() { PreviewSummary = "Look!" },
                    new() { IrbUntil = "2099-01-01", IrbNumber = "1" },
                    new() { Priority = 5 },
                ]
        )
            Assert.Equal(
                StudyState.Active,
                (await chs.AnswerAsync(world.Researcher, new UpdateStudy(id, harmless, null))).State
            );
        Assert.Equal(
            StudyState.Rejected,
            (
                await chs.AnswerAsync(
                    world.Researcher,
                    new UpdateStudy(id, new StudyInput { ContactInfo = "Ada L.", Purpose = "Another" }, null)
                )
            ).State
        );
        var described = await chs.WithAsync(db =>
            db.Audit.Where(e => e.Action == "study described").OrderBy(e => e.Id).Select(e => e.Details).ToListAsync()
        );
        Assert.Contains($"\"Reviewed\":{(int)ReviewedField.ContactInfo}", described[0]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hears_of_the_end_of_an_ethics_approval_once_and_the_study_is_paused_after_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var id = world.Study.Uuid;
        var today = DateOnly.FromDateTime(chs.Time.GetUtcNow().UtcDateTime);
        await chs.SendAsync(
            world.Researcher,
            new UpdateStudy(id, new StudyInput { IrbUntil = today.AddDays(40).ToString("yyyy-MM-dd") }, null)
        );
        Assert.Equal(0, await chs.AnswerAsync(null, new CheckEthicsApprovals()));
        chs.Time.Advance(TimeSpan.FromDays(12));
        Assert.Equal(1, await chs.AnswerAsync(null, new CheckEthicsApprovals()));
        Assert.Equal(0, await chs.AnswerAsync(null, new CheckEthicsApprovals())); // once
        chs.Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, await chs.AnswerAsync(null, new CheckEthicsApprovals()));
        Assert.Equal(0, await chs.AnswerAsync(null, new CheckEthicsApprovals()));
        var read = await chs.AnswerAsync(world.Researcher, new ReadStudy(id));
        Assert.Equal(StudyState.Paused, read.State);
        Assert.Equal(
            ["StudyApprovalEnding", "StudyApprovalEnded"],
            await chs.WithAsync(db =>
                db.Outbox.Where(m => m.Kind.StartsWith("StudyApproval"))
                    .OrderBy(m => m.Id)
                    .Select(m => m.Kind)
                    .ToListAsync()
            )
        );
        Assert.Equal(
            "paused",
            await chs.WithAsync(db => db.StudyLog.OrderByDescending(e => e.Id).Select(e => e.Action).FirstAsync())
        );

        await chs.RefusesAsync(
            world.Researcher,
            new MoveStudy(id, StudyTrigger.Activate, "", null),
            "study.ethics_approval_ended"
        );
        await chs.SendAsync(
            world.Researcher,
            new UpdateStudy(id, new StudyInput { IrbUntil = today.AddDays(400).ToString("yyyy-MM-dd") }, null)
        );
        await chs.SucceedsAsync(world.Researcher, new MoveStudy(id, StudyTrigger.Activate, "", null));
    }
}

/// <summary>The next version of a live study, prepared while families go on with the approved one.</summary>
public class DraftBeside_
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Reaches_families_when_reviewers_approve_it_and_not_before(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var id = world.Study.Uuid;
        await chs.RefusesAsync(world.Researcher, new ProposeDraft(id, "", null), "study.nothing_to_propose");
        var saved = await chs.AnswerAsync(
            world.Researcher,
            new UpdateStudy(
                id,
                new StudyInput
                {
                    Experiment = "2",
                    BesideLive = true,
                    Note = "shorter",
                },
                null
            )
        );
        Assert.Equal(
            (StudyState.Active, 2, 1, 1),
            (saved.State, saved.DraftVersion, saved.LiveVersion, saved.ApprovedVersion)
        );
        Assert.Equal("1", await FamilyRunsAsync());
        // Neither a pause nor its end brings it to families.
        await chs.SendAsync(world.Researcher, new MoveStudy(id, StudyTrigger.Pause, "", null));
        await chs.SendAsync(world.Researcher, new MoveStudy(id, StudyTrigger.Activate, "", null));
        Assert.Equal("1", await FamilyRunsAsync());

        await chs.RefusesAsync(world.Reviewer, new JudgeDraft(id, true, "", null), "study.nothing_proposed");
        Assert.Equal(
            2,
            (await chs.AnswerAsync(world.Researcher, new ProposeDraft(id, "shorter", null))).ProposedVersion
        );
        var waiting = Assert.Single((await chs.AnswerAsync(world.Reviewer, new ListReviewQueue())).Items);
        Assert.Equal((true, "shorter"), (waiting.IsBesideLive, waiting.Comments));
        Assert.Equal(["experiment"], waiting.ChangedSinceApproval);
        await chs.RefusesAsync(world.Researcher, new JudgeDraft(id, true, "", null), "access.forbidden");
        await chs.RefusesAsync(world.Outsider, new ProposeDraft(id, "", null), "study.not_found");

        // What is changed after the question isn't what was asked for.
        await chs.SendAsync(
            world.Researcher,
            new UpdateStudy(id, new StudyInput { Experiment = "3", BesideLive = true }, null)
        );
        await chs.RefusesAsync(world.Reviewer, new JudgeDraft(id, true, "", null), "study.nothing_proposed");
        await chs.SendAsync(world.Researcher, new ProposeDraft(id, "", null));
        Assert.Null(
            (await chs.AnswerAsync(world.Reviewer, new JudgeDraft(id, false, "too short", null))).ProposedVersion
        );
        Assert.Equal("1", await FamilyRunsAsync());
        await chs.SendAsync(world.Researcher, new ProposeDraft(id, "", null));
        var approved = await chs.AnswerAsync(world.Reviewer, new JudgeDraft(id, true, "", null));
        Assert.Equal((StudyState.Active, 3, 3), (approved.State, approved.LiveVersion, approved.ApprovedVersion));
        Assert.Equal("3", await FamilyRunsAsync());
        Assert.Empty((await chs.AnswerAsync(world.Reviewer, new ListReviewQueue())).Items);
        Assert.Equal(
            [1, 1, 1, 3],
            await chs.WithAsync(db => db.Responses.OrderBy(r => r.Id).Select(r => r.StudyVersion).ToListAsync())
        );
        Assert.Equal(
            ["draft proposed", "draft proposed", "draft declined", "draft proposed", "draft approved"],
            await chs.WithAsync(db =>
                db.StudyLog.Where(e => e.Action.StartsWith("draft"))
                    .OrderBy(e => e.Id)
                    .Select(e => e.Action)
                    .ToListAsync()
            )
        );

        async Task<string> FamilyRunsAsync()
        {
            var response = await chs.StartAsync(world);
            await chs.SaveAsync(world, response, "[{}]"); // so that the next start makes another one
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
        // A change in the usual way still sends the study back, and nothing waits beside it any more.
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
