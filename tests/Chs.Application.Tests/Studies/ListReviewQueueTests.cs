using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class ListReviewQueueTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_researchers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(world.Researcher, new ListReviewQueue(), "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_empty_while_nothing_is_submitted(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        Assert.Empty(await chs.ItemsAsync(world.Reviewer, new ListReviewQueue()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_a_first_submission_and_how_long_it_waits(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        await chs.MoveStudyAsync(world, StudyTrigger.Submit);
        chs.Time.Advance(TimeSpan.FromDays(3.5));
        var query = new ListReviewQueue { Past = ReviewPast.FirstSubmission, Match = "FACES" };
        var first = Assert.Single(await chs.ItemsAsync(world.Reviewer, query));
        Assert.Equal(
            (3, 1, ReviewPast.FirstSubmission, "Lab"),
            (first.Days, first.Submissions, first.Past, first.Lab?.Name)
        );
        Assert.Empty(first.ChangedSinceApproval);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_the_declarations_of_a_submission(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var declarations = new Declarations
        {
            Length = new Declaration { Applies = true, Details = "40 minutes" },
        };
        var submit = new MoveStudy(world.Study.Uuid, StudyTrigger.Submit, "", null, declarations);
        await chs.SucceedsAsync(world.Researcher, submit);
        var waiting = await SingleAsync(chs, world);
        Assert.Equal("40 minutes", waiting.Declarations.GetProperty("issue_length_description").GetString());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_out_what_a_filter_excludes(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Submitted);
        ListReviewQueue[] excluding =
        [
            new() { Past = ReviewPast.PreviouslyRejected },
            new() { Type = StudyType.External },
            new() { IsPublic = false },
            new() { CreatorName = "nobody" },
        ];
        foreach (var query in excluding)
            Assert.Empty(await chs.ItemsAsync(world.Reviewer, query));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_what_all_filters_include(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Submitted);
        var query = new ListReviewQueue
        {
            IsPublic = true,
            CreatorName = "RESEARCHER@test",
            IdBegins = world.Study.Uuid.ToString()[..8],
        };
        Assert.Single(await chs.ItemsAsync(world.Reviewer, query));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tells_retracted_rejected_and_approved_studies_apart(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        await chs.MoveStudyAsync(world, StudyTrigger.Submit, StudyTrigger.Retract, StudyTrigger.Resubmit);
        Assert.Equal(ReviewPast.Other, (await SingleAsync(chs, world)).Past);
        await chs.MoveStudyAsync(world, StudyTrigger.Reject, StudyTrigger.Resubmit);
        Assert.Equal(ReviewPast.PreviouslyRejected, (await SingleAsync(chs, world)).Past);
        await chs.MoveStudyAsync(world, StudyTrigger.Approve);
        await ChangeAndResubmitAsync(chs, world);
        Assert.Equal(ReviewPast.SentBack, (await SingleAsync(chs, world)).Past);
        await chs.MoveStudyAsync(world, StudyTrigger.Approve, StudyTrigger.Reject, StudyTrigger.Resubmit);
        Assert.Equal(ReviewPast.PreviouslyApproved, (await SingleAsync(chs, world)).Past);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_what_changed_since_the_approval(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Approved);
        await ChangeAndResubmitAsync(chs, world);
        var waiting = await SingleAsync(chs, world);
        Assert.Equal((2, 1), (waiting.DraftVersion, waiting.ApprovedVersion));
        Assert.Equal(["experiment"], waiting.ChangedSinceApproval);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Goes_page_by_page_from_the_longest_waiting(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Submitted);
        foreach (var name in (string[])["B", "A", "C"])
        {
            chs.Time.Advance(TimeSpan.FromMinutes(1));
            var study = await chs.CreateStudyAsync(world, new StudyInput { Name = name, Experiment = "1" });
            await chs.SucceedsAsync(world.Researcher, new MoveStudy(study, StudyTrigger.Submit, "", null));
        }

        var seen = await chs.AllItemsAsync(
            world.Reviewer,
            cursor => new ListReviewQueue { Limit = 1, Cursor = cursor }
        );
        Assert.Equal([world.Study.Details.Name, "B", "A", "C"], seen.Select(item => item.Name));
    }

    /// <summary>The only study that waits for review.</summary>
    static async Task<ReviewItem> SingleAsync(TestChs chs, World world) =>
        Assert.Single(await chs.ItemsAsync(world.Reviewer, new ListReviewQueue()));

    static async Task ChangeAndResubmitAsync(TestChs chs, World world)
    {
        var changed = await chs.UpdateStudyAsync(world, new StudyInput { Experiment = "2" });
        Assert.Equal(StudyState.SentBack, changed.State);
        await chs.MoveStudyAsync(world, StudyTrigger.Resubmit);
    }
}
