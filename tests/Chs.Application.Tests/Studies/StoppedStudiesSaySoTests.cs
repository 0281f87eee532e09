using Chs.Application.Access;
using Chs.Application.Plays;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Application.Tests.Plays;
using Chs.Application.Tests.Responses;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Studies;

/// <summary>Families learn that a study that they knew doesn't run now, and nothing about any other.</summary>
public class StoppedStudiesSaySoTests
{
    static readonly StudyState[] Stopped =
    [
        .. Enum.GetValues<StudyState>().Where(state => state is not (StudyState.Active or StudyState.Archived)),
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_learns_of_a_study_that_never_was_active(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Approved);
        foreach (var state in Stopped)
        {
            await ForceAsync(chs, world, state);
            await HidesAsync(chs, world);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_learns_of_an_archived_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.MoveStudyAsync(world, StudyTrigger.Archive);
        await HidesAsync(chs, world);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Families_learn_that_a_study_stopped_and_whom_to_ask(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.UpdateStudyAsync(world, new StudyInput { ContactInfo = "Ada Example, ada@uni.example" });
        foreach (var state in Stopped)
        {
            await ForceAsync(chs, world, state);
            foreach (var told in await RefusalsAsync(chs, world))
            {
                Assert.Equal("study.not_active", told.Code);
                Assert.Equal(
                    "This study doesn't take families at the moment. "
                        + "If you have questions, ask: Ada Example, ada@uni.example",
                    told.Message
                );
            }
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_lab_is_asked_where_the_study_names_nobody(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.MoveStudyAsync(world, StudyTrigger.Pause);
        var told = await chs.RefusesAsync(null, new ReadOpenStudy(world.Study.Uuid), "study.not_active");
        Assert.EndsWith("ask: lab@test.chs", told.Message);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_preview_stays_nobody_s_business(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.MoveStudyAsync(world, StudyTrigger.Pause);
        var preview = new StartResponse(world.Study.Uuid, world.Child.Uuid, Preview: true);
        await chs.RefusesAsync(world.Parent, preview, "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_start_code_of_a_study_that_stopped_says_so_before_the_press(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var start = new StartResponse(world.Study.Uuid, world.Child.Uuid, false)
        {
            SiteForStartCode = PlayActions.Site,
        };
        var code = (await chs.AnswerAsync(world.Parent, start)).Code!.Secret;
        await chs.MoveStudyAsync(world, StudyTrigger.Pause);
        await chs.RefusesAsync(null, new OfferPlay(code, PlayActions.Browser), "study.not_active");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_unbuilt_study_is_not_offered_and_says_that_it_takes_nobody(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.WithAsync(db =>
            db.Studies.ExecuteUpdateAsync(set => set.SetProperty(s => s.Type, StudyType.Frameplayer))
        );
        Assert.Empty(await chs.ItemsAsync(null, new ListOpenStudies()));
        Assert.Equal(0, (await chs.AnswerAsync(null, new ListOpenStudies { WithTotal = true })).Total);
        Assert.All(await RefusalsAsync(chs, world), told => Assert.Equal("study.not_active", told.Code));
        // Its researchers learn why, and what they can do.
        var own = new ReadPlayStart(world.Study.Uuid, await chs.AddChildAsync(world.Researcher), false);
        await chs.RefusesAsync(world.Researcher, own, "study.not_built");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_reviewer_who_has_no_role_learns_what_is_missing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        var study = world.Study.Uuid;
        var ruled = new RuleConsent(study, response, Ruling.Rejected, "");
        var refused = await chs.RefusesAsync(world.Reviewer, ruled, "access.forbidden");
        Assert.Contains("codeConsent", refused.Message);
        var many = new RuleConsents(study, [new ResponseRuling { ResponseId = response, Ruling = Ruling.Rejected }]);
        await chs.RefusesAsync(world.Reviewer, many, "access.forbidden");
        refused = await chs.RefusesAsync(world.Reviewer, new ReadResponse(study, response), "access.forbidden");
        Assert.Contains("readResponses", refused.Message);
        await chs.RefusesAsync(world.Reviewer, new ListResponses { StudyId = study }, "access.forbidden");
        // Who may not see the study learns nothing.
        foreach (var stranger in (Actor[])[world.Outsider, world.Parent])
            await chs.RefusesAsync(stranger, ruled, "study.not_found");
    }

    static Task<int> ForceAsync(TestChs chs, World world, StudyState state) =>
        chs.WithAsync(db =>
            db.Studies.Where(s => s.Id == world.Study.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.State, state))
        );

    static async Task HidesAsync(TestChs chs, World world) =>
        Assert.All(await RefusalsAsync(chs, world), hidden => Assert.Equal(Error.NotFound("study"), hidden));

    /// <summary>What a family gets wherever it comes to the study.</summary>
    static async Task<List<Error>> RefusalsAsync(TestChs chs, World world)
    {
        var study = world.Study.Uuid;
        var child = world.Child.Uuid;
        var ticket = new IssuePlayTicket(study, child, false, PlayActions.BrowserDigest, PlayActions.Site);
        return
        [
            (await chs.SendAsync(null, new ReadOpenStudy(study))).Error!,
            (await chs.SendAsync(world.Parent, new ReadOpenStudy(study))).Error!,
            (await chs.SendAsync(world.Parent, new StartResponse(study, child, false))).Error!,
            (await chs.SendAsync(world.Parent, new ReadPlayStart(study, child, false))).Error!,
            (await chs.SendAsync(world.Parent, ticket)).Error!,
        ];
    }
}
