using Chs.Application.Responses;
using Chs.Domain.Eligibility;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>Every place that asks whether a child has taken part in a study gives the same answer.</summary>
public class ParticipationHasOneRuleTests
{
    static readonly ResponseFlags Nothing = new();
    static readonly ResponseFlags Done = new() { Completed = true };
    static readonly ResponseFlags OneFrame = new() { Sequence = """["0-video"]""" };

    /// <summary>Sessions, and whether a child has taken part by them.</summary>
    static readonly Session[] Sessions =
    [
        new("jsPsych, opened and empty", StudyType.JsPsych, Nothing, 0, Counts: false),
        new("jsPsych, consented without a trial", StudyType.JsPsych, new() { CompletedConsentFrame = true }, 0, false),
        new("jsPsych, one trial", StudyType.JsPsych, Nothing, 1, Counts: true),
        new("jsPsych, completed without a trial", StudyType.JsPsych, Done, 0, Counts: true),
        new("jsPsych, withdrawn", StudyType.JsPsych, Done, 3, Counts: true) { Exit = """{"withdrawal":true}""" },
        new("jsPsych, rejected", StudyType.JsPsych, Nothing, 3, Counts: true) { Ruling = Ruling.Rejected },
        new("jsPsych, preview", StudyType.JsPsych, Done, 3, Counts: false) { IsPreview = true },
        new("frameplayer, opened and empty", StudyType.Frameplayer, Nothing, 0, Counts: false),
        new("frameplayer, entries without a sequence", StudyType.Frameplayer, Nothing, 2, Counts: false),
        new("frameplayer, sequence without entries", StudyType.Frameplayer, OneFrame, 0, Counts: true),
        new("frameplayer, one frame", StudyType.Frameplayer, OneFrame, 1, Counts: true),
        new("frameplayer, one frame, rejected", StudyType.Frameplayer, OneFrame, 1, true) { Ruling = Ruling.Rejected },
        new("frameplayer, completed without a sequence", StudyType.Frameplayer, Done, 0, Counts: true),
        new("frameplayer, preview", StudyType.Frameplayer, OneFrame, 1, Counts: false) { IsPreview = true },
        new("external, opened", StudyType.External, Nothing, 0, Counts: true),
        new("external, preview", StudyType.External, Nothing, 0, Counts: false) { IsPreview = true },
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task Wherever_it_is_asked(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        List<string> wrong = [];
        foreach (var session in Sessions)
        {
            var scene = await MakeAsync(chs, world, session);
            foreach (var (place, asked) in await AskEverywhereAsync(chs, world, scene))
                if (asked != session.Counts)
                    wrong.Add($"{session.Name}: {place} says {asked}");
        }

        Assert.Empty(wrong);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_several_sessions_one_that_counts_is_enough(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var scene = await MakeAsync(chs, world, Sessions[0]);
        await AddSessionAsync(chs, world, scene.Study, Sessions[2]);
        await AddSessionAsync(chs, world, scene.Study, Sessions[0]);
        Assert.True(await MeetsAsync(chs, world, scene.Asking, byRunner: false));
        Assert.False(await MeetsAsync(chs, world, scene.Refusing, byRunner: false));
    }

    /// <summary>A study with a session, one that demands participation in it, and one that excludes who took part.</summary>
    static async Task<Scene> MakeAsync(TestChs chs, World world, Session session)
    {
        var study = Some.Study(world.Lab, Some.DeedOf(world.Researcher), session.Name, session.Type);
        var asking = Some.Study(world.Lab, Some.DeedOf(world.Researcher), $"Asks for {session.Name}");
        var refusing = Some.Study(world.Lab, Some.DeedOf(world.Researcher), $"Refuses {session.Name}");
        await chs.WithAsync(async db =>
        {
            db.Studies.AddRange(study, asking, refusing);
            await db.SaveChangesAsync(default);
            db.ParticipationCriteria.Add(ParticipationCriterion.Of(asking.Id, study.Id, isRequired: true));
            db.ParticipationCriteria.Add(ParticipationCriterion.Of(refusing.Id, study.Id, isRequired: false));
            await db.SaveChangesAsync(default);
            // How studies become active is other tests' subject.
            return await db
                .Studies.Where(s => s.Id == asking.Id || s.Id == refusing.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.State, StudyState.Active));
        });
        var response = await AddSessionAsync(chs, world, study, session);
        return new Scene(study, asking, refusing, response, session);
    }

    static async Task<Guid> AddSessionAsync(TestChs chs, World world, Study study, Session session)
    {
        var response = Response.Start(
            study,
            1,
            world.Child.Id,
            world.Parent.Key,
            null,
            session.IsPreview,
            [],
            Some.Moment
        );
        response.Update(session.Flags, Some.Moment);
        response.SetEntries(response.Shape, session.Entries, [], session.Exit, Some.Moment);
        response.Close();
        await chs.WithAsync(async db =>
        {
            db.Responses.Add(response);
            return await db.SaveChangesAsync(default);
        });
        // A ruling makes it readable for researchers, and must not make it count.
        await chs.WithAsync(db =>
            db.Responses.Where(r => r.Id == response.Id)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(r => r.CompletedConsentFrame, true).SetProperty(r => r.Ruling, session.Ruling)
                )
        );
        return response.Uuid;
    }

    static async Task<Dictionary<string, bool>> AskEverywhereAsync(TestChs chs, World world, Scene scene)
    {
        var stored = await chs.WithAsync(db => db.Responses.SingleAsync(r => r.Uuid == scene.Response));
        var own = await chs.AnswerAsync(world.Parent, new ListOwnResponses { StudyId = scene.Study.Uuid });
        var ownAlone = await chs.AnswerAsync(world.Parent, new ReadOwnResponse(scene.Response));
        var listing = new ListResponses
        {
            StudyId = scene.Study.Uuid,
            Consent = scene.Session.Ruling is Ruling.Rejected ? Ruling.Rejected : null,
        };
        var listed = await chs.ItemsAsync(world.Researcher, listing);
        var counted = await chs.AnswerAsync(
            world.Researcher,
            new ReadResponseNumbers(scene.Study.Uuid, new ResponseFilter())
        );
        return new Dictionary<string, bool>
        {
            ["the rule in memory"] = Participation.Counts.Compile()(stored),
            ["the rule in the database"] = await chs.WithAsync(db =>
                db.Responses.Where(Participation.Counts).AnyAsync(r => r.Uuid == scene.Response)
            ),
            ["a criterion that demands it, v3"] = await MeetsAsync(chs, world, scene.Asking, byRunner: false),
            ["a criterion that demands it, v1"] = await MeetsAsync(chs, world, scene.Asking, byRunner: true),
            ["a criterion that excludes it, v3"] = !await MeetsAsync(chs, world, scene.Refusing, byRunner: false),
            ["a criterion that excludes it, v1"] = !await MeetsAsync(chs, world, scene.Refusing, byRunner: true),
            ["the family's list"] = Assert.Single(own.Items).IsParticipation,
            ["the family's session"] = ownAlone.Summary.IsParticipation,
            ["the researchers' list"] = Assert.Single(listed).IsParticipation,
            ["the numbers"] = counted.Participations == 1,
        };
    }

    /// <summary>Whether a new session of the child in the study is eligible.</summary>
    static async Task<bool> MeetsAsync(TestChs chs, World world, Study study, bool byRunner)
    {
        var codes = byRunner
            ? (await chs.AnswerAsync(world.Parent, Creation(world, study))).Header.Eligibility
            : await StartAnewAsync(chs, world, study);
        Assert.Equal([codes.Contains(EligibilityCodes.Eligible) ? "Eligible" : "Ineligible_Participation"], codes);
        return codes.Contains(EligibilityCodes.Eligible);
    }

    static CreateResponse Creation(World world, Study study) =>
        new(study.Uuid, world.Child.Uuid, null, new ResponseFlags());

    static async Task<IReadOnlyList<string>> StartAnewAsync(TestChs chs, World world, Study study)
    {
        // An open session that is empty would be continued.
        await chs.WithAsync(db =>
            db.Responses.Where(r => r.StudyId == study.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.IsOpen, false))
        );
        var start = new StartResponse(study.Uuid, world.Child.Uuid, Preview: false);
        return (await chs.AnswerAsync(world.Parent, start)).Response!.Eligibility;
    }

    sealed record Session(string Name, StudyType Type, ResponseFlags Flags, int Entries, bool Counts)
    {
        public bool IsPreview { get; init; }
        public Ruling Ruling { get; init; } = Ruling.Accepted;

        /// <summary>The exit survey as JSON text; null: none.</summary>
        public string? Exit { get; init; }
    }

    sealed record Scene(Study Study, Study Asking, Study Refusing, Guid Response, Session Session);
}
