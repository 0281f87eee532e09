using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain.Accounts;
using Chs.Domain.Eligibility;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>What a new session remembers of whether the child was eligible.</summary>
public class StartResponseEligibilityTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Remembers_that_the_child_was_too_young(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var ages = new AgeRangeInput
        {
            From = new() { Years = 4 },
            To = new() { Years = 5 },
        };
        await chs.UpdateStudyAsync(world, new StudyInput { Ages = ages });
        await chs.MoveStudyAsync(world, StudyTrigger.Submit, StudyTrigger.Approve, StudyTrigger.Activate);
        Assert.Equal(["Ineligible_TooYoung"], await StartAsync(chs, world));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Remembers_that_the_child_did_not_fit_the_criteria(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.UpdateStudyAsync(world, new StudyInput { CriteriaExpression = "deaf OR NOT speaks_en" });
        Assert.Equal(["Ineligible_CriteriaExpression"], await StartAsync(chs, world));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Remembers_that_the_child_fitted_the_criteria(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var input = new StudyInput { CriteriaExpression = "gestational_age_in_weeks = 39 AND gender = na" };
        await chs.UpdateStudyAsync(world, input);
        Assert.Equal(["Eligible"], await StartAsync(chs, world));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Needs_participation_in_every_study_that_is_required(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var needed = await AddStudyAsync(chs, world, StudyType.JsPsych, required: true);
        var neededToo = await AddStudyAsync(chs, world, StudyType.JsPsych, required: true);
        // Taking part twice in one study doesn't count as once in each.
        await TakePartAsync(chs, world, needed);
        await TakePartAsync(chs, world, needed);
        Assert.Equal([EligibilityCodes.Participation], await StartAsync(chs, world));
        await TakePartAsync(chs, world, neededToo);
        Assert.Equal([EligibilityCodes.Eligible], await StartAnewAsync(chs, world));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Counts_no_session_without_frames_no_preview_and_no_other_child(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var frames = await AddStudyAsync(chs, world, StudyType.Frameplayer, required: true);
        await TakePartAsync(chs, world, frames, completed: false);
        await TakePartAsync(chs, world, frames, preview: true, sequence: """["0-a"]""");
        await TakePartAsync(chs, world, frames, sequence: """["0-a"]""", child: world.OtherChild);
        Assert.Equal([EligibilityCodes.Participation], await StartAsync(chs, world));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Counts_a_session_of_the_child_in_which_a_frame_was_seen(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var frames = await AddStudyAsync(chs, world, StudyType.Frameplayer, required: true);
        await TakePartAsync(chs, world, frames, sequence: """["0-a"]""");
        Assert.Equal([EligibilityCodes.Eligible], await StartAsync(chs, world));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Remembers_participation_in_a_study_that_excludes_the_child(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var excluded = await AddStudyAsync(chs, world, StudyType.JsPsych, required: false);
        await TakePartAsync(chs, world, excluded);
        Assert.Equal([EligibilityCodes.Participation], await StartAsync(chs, world));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Excludes_no_child_because_of_a_preview(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var excluded = await AddStudyAsync(chs, world, StudyType.JsPsych, required: false);
        await TakePartAsync(chs, world, excluded, preview: true);
        Assert.Equal([EligibilityCodes.Eligible], await StartAsync(chs, world));
    }

    /// <summary>Starts a session of the world's child, and returns its eligibility codes.</summary>
    static async Task<IReadOnlyList<string>> StartAsync(TestChs chs, World world)
    {
        var start = new StartResponse(world.Study.Uuid, world.Child.Uuid, Preview: false);
        return (await chs.AnswerAsync(world.Parent, start)).Response!.Eligibility;
    }

    /// <summary>Starts a session after those that exist were used.</summary>
    static async Task<IReadOnlyList<string>> StartAnewAsync(TestChs chs, World world)
    {
        // An empty session would be continued.
        await chs.SavesAsync(world, await chs.StartAsync(world), Some.Trials(1));
        return await StartAsync(chs, world);
    }

    /// <summary>Adds a study that the world's study requires or excludes.</summary>
    static async Task<Study> AddStudyAsync(TestChs chs, World world, StudyType type, bool required)
    {
        var study = CreateStudy(world, type);
        await chs.WithAsync(async db =>
        {
            db.Studies.Add(study);
            await db.SaveChangesAsync(default);
            db.ParticipationCriteria.Add(ParticipationCriterion.Of(world.Study.Id, study.Id, required));
            return await db.SaveChangesAsync(default);
        });
        return study;
    }

    static Study CreateStudy(World world, StudyType type) =>
        Some.Study(world.Lab, Some.DeedOf(world.Researcher), $"Other {Guid.NewGuid()}", type);

    /// <summary>A family completes a session in another study, or leaves it before.</summary>
    /// <param name="child">Null: the world's child.</param>
    static async Task TakePartAsync(
        TestChs chs,
        World world,
        Study study,
        bool preview = false,
        string? sequence = null,
        Child? child = null,
        bool completed = true
    )
    {
        var childKey = (child ?? world.Child).Id;
        var parent = world.Parent.Key;
        var response = Response.Start(study, 1, childKey, parent, null, preview, [], Some.Moment);
        response.Update(new ResponseFlags { Sequence = sequence, Completed = completed }, Some.Moment);
        response.Close();
        await chs.WithAsync(async db =>
        {
            db.Responses.Add(response);
            return await db.SaveChangesAsync(default);
        });
    }
}
