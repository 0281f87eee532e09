using System.Text.Json;
using Chs.Application.Scheduling;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>The review queue, the changes that send a study back to review, and the end of an ethics approval.</summary>
public class Review_
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_a_first_submission_with_its_declarations(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        await chs.RefusesAsync(world.Researcher, new ListReviewQueue(), "access.forbidden");
        Assert.Empty(await QueueAsync(chs, world, new()));

        var declarations = new Declarations
        {
            Length = new Declaration { Applies = true, Details = "40 minutes" },
        };
        await MoveAsync(chs, world, StudyTrigger.Submit, declarations);
        chs.Time.Advance(TimeSpan.FromDays(3.5));
        var first = Assert.Single(
            await QueueAsync(chs, world, new() { Past = ReviewPast.FirstSubmission, Match = "FACES" })
        );
        Assert.Equal((3, 1, ReviewPast.FirstSubmission, "Lab"), (first.Days, first.Submissions, first.Past, first.Lab));
        Assert.Equal("40 minutes", first.Declarations.GetProperty("issue_length_description").GetString());
        Assert.Empty(first.ChangedSinceApproval);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_filtered(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Submitted);
        Assert.Empty(await QueueAsync(chs, world, new() { Past = ReviewPast.PreviouslyRejected }));
        Assert.Empty(await QueueAsync(chs, world, new() { Type = StudyType.External }));
        Assert.Empty(await QueueAsync(chs, world, new() { IsPublic = false }));
        Assert.Empty(await QueueAsync(chs, world, new() { Creator = "nobody" }));
        var matching = new ListReviewQueue
        {
            IsPublic = true,
            Creator = "RESEARCHER@test",
            IdBegins = world.Study.Uuid.ToString()[..8],
        };
        Assert.Single(await QueueAsync(chs, world, matching));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_what_happened_to_a_study_before_and_what_changed_since_the_approval(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var collectingData = new Declarations { CollectingData = new Declaration { Applies = true } };
        await MoveAsync(chs, world, StudyTrigger.Submit);
        await MoveAsync(chs, world, StudyTrigger.Retract);
        await MoveAsync(chs, world, StudyTrigger.Resubmit, collectingData);
        Assert.Equal(ReviewPast.Other, Assert.Single(await QueueAsync(chs, world, new())).Past);

        await MoveAsync(chs, world, StudyTrigger.Reject);
        await MoveAsync(chs, world, StudyTrigger.Resubmit, collectingData);
        Assert.Equal(ReviewPast.PreviouslyRejected, Assert.Single(await QueueAsync(chs, world, new())).Past);

        await MoveAsync(chs, world, StudyTrigger.Approve);
        var change = new UpdateStudy(world.Study.Uuid, new StudyInput { Experiment = "2" }, null);
        Assert.Equal(StudyState.Rejected, (await chs.AnswerAsync(world.Researcher, change)).State);
        await MoveAsync(chs, world, StudyTrigger.Resubmit, collectingData);
        var again = Assert.Single(await QueueAsync(chs, world, new()));
        Assert.Equal((ReviewPast.PreviouslyApproved, 2, 1), (again.Past, again.DraftVersion, again.ApprovedVersion));
        Assert.Equal(["experiment"], again.ChangedSinceApproval);

        var extra = await chs.WithAsync(db =>
            db.StudyLog.OrderByDescending(e => e.Id).Select(e => e.Extra).FirstAsync()
        );
        Assert.NotNull(extra);
        var names = JsonDocument.Parse(extra).RootElement.EnumerateObject().Select(property => property.Name);
        Assert.Equal(["collecting_data", "comments"], names.Order());
    }

    static async Task<IReadOnlyList<ReviewItem>> QueueAsync(TestChs chs, World world, ListReviewQueue request) =>
        [.. (await chs.AnswerAsync(world.Reviewer, request)).Items];

    /// <summary>Takes a step of the workflow as the reviewer or the researcher, whoever may.</summary>
    static Task MoveAsync(TestChs chs, World world, StudyTrigger step, Declarations? declarations = null)
    {
        var actor = step is StudyTrigger.Approve or StudyTrigger.Reject ? world.Reviewer : world.Researcher;
        return chs.SucceedsAsync(actor, new MoveStudy(world.Study.Uuid, step, "as asked", null, declarations));
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
        StudyInput[] harmless =
        [
            new() { ContactInfo = "Ada" },
            new() { Duration = "6 minutes" },
            new() { PreviewSummary = "Look!" },
            new() { IrbUntil = "2099-01-01", IrbNumber = "1" },
            new() { Priority = 5 },
        ];
        foreach (var input in harmless)
            Assert.Equal(
                StudyState.Active,
                (await chs.AnswerAsync(world.Researcher, new UpdateStudy(id, input, null))).State
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
            db.Audit.Where(e => e.Action == "study updated").OrderBy(e => e.Id).Select(e => e.Details).ToListAsync()
        );
        Assert.Contains($"\"Reviewed\":{(int)ReviewedField.ContactInfo}", described[0]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hears_of_the_end_of_an_ethics_approval_once_and_the_study_is_paused_after_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await SetApprovalEndAsync(chs, world, days: 40);
        Assert.Equal(0, await CheckAsync(chs));
        chs.Time.Advance(TimeSpan.FromDays(12));
        Assert.Equal(1, await CheckAsync(chs));
        Assert.Equal(0, await CheckAsync(chs));
        chs.Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, await CheckAsync(chs));
        Assert.Equal(0, await CheckAsync(chs));

        var study = await chs.AnswerAsync(world.Researcher, new ReadStudy(world.Study.Uuid));
        Assert.Equal(StudyState.Paused, study.State);
        Assert.Equal(
            [nameof(EthicsApprovalExpiring), nameof(EthicsApprovalExpired)],
            await chs.WithAsync(db =>
                db.Outbox.Where(m => m.Kind.StartsWith("EthicsApproval"))
                    .OrderBy(m => m.Id)
                    .Select(m => m.Kind)
                    .ToListAsync()
            )
        );
        Assert.Equal(
            "paused",
            await chs.WithAsync(db => db.StudyLog.OrderByDescending(e => e.Id).Select(e => e.Action).FirstAsync())
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Isn_t_needed_to_activate_a_study_whose_ethics_approval_was_renewed(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await SetApprovalEndAsync(chs, world, days: 1);
        chs.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(1, await CheckAsync(chs));
        var activate = new MoveStudy(world.Study.Uuid, StudyTrigger.Activate, "", null);
        await chs.RefusesAsync(world.Researcher, activate, "study.ethics_approval_ended");
        await SetApprovalEndAsync(chs, world, days: 400);
        await chs.SucceedsAsync(world.Researcher, activate);
    }

    static Task<int> CheckAsync(TestChs chs) => chs.AnswerAsync(null, new CheckEthicsApprovals());

    /// <param name="days">From today.</param>
    static Task SetApprovalEndAsync(TestChs chs, World world, int days)
    {
        var until = DateOnly.FromDateTime(chs.Time.GetUtcNow().UtcDateTime).AddDays(days);
        var input = new StudyInput { IrbUntil = until.ToString("yyyy-MM-dd") };
        return chs.SucceedsAsync(world.Researcher, new UpdateStudy(world.Study.Uuid, input, null));
    }
}
