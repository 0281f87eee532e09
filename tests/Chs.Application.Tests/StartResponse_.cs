using Chs.Application.Access;
using Chs.Application.Responses;
using Chs.Domain.Eligibility;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>How sessions are started, continued and checked for eligibility.</summary>
public class StartResponse_
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Needs_an_own_child(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var child in (Guid[])[world.OtherChild.Uuid, Guid.NewGuid()])
            await chs.RefusesAsync(world.Parent, new StartResponse(world.Study.Uuid, child, false), "child.not_found");
        Assert.Equal(0, await chs.WithAsync(db => db.Responses.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_that_aren_t_active(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Approved);
        await chs.RefusesAsync(
            world.Parent,
            new StartResponse(world.Study.Uuid, world.Child.Uuid, false),
            "study.not_found"
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_previews_to_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(
            world.Parent,
            new StartResponse(world.Study.Uuid, world.Child.Uuid, true),
            "study.not_found"
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_up_an_empty_session_and_makes_a_new_one_after_the_first_trial(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var first = await chs.StartAsync(world);
        Assert.Equal(first, await chs.StartAsync(world));

        await chs.SaveAsync(world, first, Some.Trials(1));
        var second = await chs.StartAsync(world);
        Assert.NotEqual(first, second);
        Assert.Equal(
            [second],
            await chs.WithAsync(db => db.Responses.Where(r => r.IsOpen).Select(r => r.Uuid).ToListAsync())
        );
        // What the closed window still sends is kept.
        Assert.False((await chs.SaveAsync(world, first, Some.Trials(2))).Failed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Never_leaves_two_sessions_open_however_many_windows_start(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var starts = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => chs.SendAsync(world.Parent, new StartResponse(world.Study.Uuid, world.Child.Uuid, false)))
        );

        Assert.All(starts.Where(s => s.Failed), s => Assert.Equal("response.started_concurrently", s.Error!.Code));
        Assert.Single(starts.Where(s => !s.Failed).Select(s => s.Value.Id).Distinct());
        Assert.Equal(1, await chs.WithAsync(db => db.Responses.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Remembers_whether_the_child_was_old_enough(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var ages = new Studies.AgeRangeInput
        {
            From = new() { Years = 4 },
            To = new() { Years = 5 },
        };
        await chs.SendAsync(
            world.Researcher,
            new Studies.UpdateStudy(world.Study.Uuid, new Studies.StudyInput { Ages = ages }, null)
        );
        await MoveAsync(world.Researcher, StudyTrigger.Submit);
        await MoveAsync(world.Reviewer, StudyTrigger.Approve);
        await MoveAsync(world.Researcher, StudyTrigger.Activate);

        var started = await chs.SendAsync(world.Parent, new StartResponse(world.Study.Uuid, world.Child.Uuid, false));
        Assert.Equal(["Ineligible_TooYoung"], started.Value.Eligibility);

        Task MoveAsync(Actor actor, StudyTrigger step) =>
            chs.SucceedsAsync(actor, new Studies.MoveStudy(world.Study.Uuid, step, "", null));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Remembers_whether_the_child_fitted_the_criteria(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        Studies.UpdateStudy SetCriteria(string expression) =>
            new(world.Study.Uuid, new Studies.StudyInput { CriteriaExpression = expression }, null);

        var fault = await chs.FaultAsync(world.Researcher, SetCriteria("speaks_en AND"));
        Assert.Equal("unreadable", fault.Code);
        // Reviewers don't approve the expression, so changing it needs no new review.
        var changed = await chs.AnswerAsync(world.Researcher, SetCriteria(" deaf OR NOT speaks_en "));
        Assert.Equal(StudyState.Active, changed.State);
        Assert.Equal(
            ["Ineligible_CriteriaExpression"],
            (
                await chs.AnswerAsync(world.Parent, new StartResponse(world.Study.Uuid, world.Child.Uuid, false))
            ).Eligibility
        );
        Assert.Equal(
            "deaf OR NOT speaks_en",
            (await chs.AnswerAsync(world.Researcher, new Studies.ReadStudy(world.Study.Uuid))).CriteriaExpression
        );
        await chs.SucceedsAsync(world.Researcher, SetCriteria("gestational_age_in_weeks = 39 AND gender = na"));
        Assert.Equal(
            ["Eligible"],
            (
                await chs.AnswerAsync(
                    world.OtherParent,
                    new StartResponse(world.Study.Uuid, world.OtherChild.Uuid, false)
                )
            ).Eligibility
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Remembers_whether_the_child_took_part_elsewhere(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        Study[] others =
        [
            OtherStudy(world, "Needed", StudyType.Frameplayer),
            OtherStudy(world, "Needed too", StudyType.JsPsych),
            OtherStudy(world, "Forbidden", StudyType.JsPsych),
        ];
        await AddCriteriaAsync(chs, world, required: others[..2], excluded: others[2]);
        var frames = others[0];
        var trials = others[1];
        var forbidden = others[2];

        Assert.Equal(EligibilityCodes.Participation, await StartAnewAsync(chs, world));
        // Taking part twice in one study doesn't count as once in each.
        await TakePartAsync(chs, world, trials);
        await TakePartAsync(chs, world, trials);
        // None of these counts: no frame was seen, a preview, another child.
        await TakePartAsync(chs, world, frames);
        await TakePartAsync(chs, world, frames, preview: true, sequence: """["0-a"]""");
        await TakePartAsync(chs, world, frames, sequence: """["0-a"]""", child: world.OtherChild.Id);
        Assert.Equal(EligibilityCodes.Participation, await StartAnewAsync(chs, world));
        await TakePartAsync(chs, world, frames, sequence: """["0-a"]""");
        Assert.Equal(EligibilityCodes.Eligible, await StartAnewAsync(chs, world));
        await TakePartAsync(chs, world, forbidden, preview: true);
        Assert.Equal(EligibilityCodes.Eligible, await StartAnewAsync(chs, world));
        await TakePartAsync(chs, world, forbidden);
        Assert.Equal(EligibilityCodes.Participation, await StartAnewAsync(chs, world));
    }

    static Study OtherStudy(World world, string name, StudyType type) =>
        Study.Create(
            type,
            world.Lab,
            world.Researcher.Key,
            StudyDetails.Empty with
            {
                Name = name,
            },
            AgeRange.Any,
            true,
            world.Researcher.Id,
            Some.Moment
        );

    static async Task AddCriteriaAsync(TestChs chs, World world, Study[] required, Study excluded) =>
        await chs.WithAsync(async db =>
        {
            db.Studies.AddRange([.. required, excluded]);
            await db.SaveChangesAsync(default);
            foreach (var other in required)
                db.ParticipationCriteria.Add(ParticipationCriterion.Of(world.Study, other, required: true));
            db.ParticipationCriteria.Add(ParticipationCriterion.Of(world.Study, excluded, required: false));
            return await db.SaveChangesAsync(default);
        });

    static async Task TakePartAsync(
        TestChs chs,
        World world,
        Study study,
        bool preview = false,
        string? sequence = null,
        long? child = null
    ) =>
        await chs.WithAsync(async db =>
        {
            var response = Response.Start(
                study,
                1,
                child ?? world.Child.Id,
                world.Parent.Key,
                null,
                preview,
                [],
                Some.Moment
            );
            response.Update(new ResponseFlags { Sequence = sequence, Completed = true }, Some.Moment);
            db.Responses.Add(response);
            return await db.SaveChangesAsync(default);
        });

    /// <summary>Starts a response after deleting earlier ones, and returns its eligibility codes.</summary>
    static async Task<string> StartAnewAsync(TestChs chs, World world)
    {
        await chs.WithAsync(db => db.Responses.Where(r => r.StudyId == world.Study.Id).ExecuteDeleteAsync());
        var start = new StartResponse(world.Study.Uuid, world.Child.Uuid, Preview: false);
        return string.Join(',', (await chs.AnswerAsync(world.Parent, start)).Eligibility);
    }
}
