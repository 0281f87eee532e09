using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Paging;
using Chs.Application.Plays;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Application.Tests.Builds;
using Chs.Application.Tests.Responses;
using Chs.Application.Tests.Studies;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Plays;

/// <summary>What a study's code reads and writes with the key of its play.</summary>
public class PlayedDataTests
{
    static readonly PageNumber FirstPage = new(1, 10);

    [Theory, OnSqlite, OnPostgres]
    public async Task It_reads_its_own_study_and_participant_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var sibling = await chs.AddChildAsync(world.Parent);
        var another = await chs.CreateStudyAsync(world, new StudyInput { Name = "Another", Experiment = "1" });
        await chs.ActivateAsync(world, another);
        var player = await chs.PlayAsync(world);
        await chs.SucceedsAsync(player, new ReadStudyForJsonApi(world.Study.Uuid));
        await chs.SucceedsAsync(player, new ReadChildForJsonApi(world.Child.Uuid, null));
        await chs.RefusesAsync(player, new ReadStudyForJsonApi(another), "study.not_found");
        await chs.RefusesAsync(player, new ReadChildForJsonApi(sibling, null), "child.not_found");
        await chs.RefusesAsync(player, new ReadChildForJsonApi(world.OtherChild.Uuid, null), "child.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_reads_and_writes_no_session_of_a_sibling_or_of_another_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var sibling = await chs.AddChildAsync(world.Parent);
        var another = await chs.CreateStudyAsync(world, new StudyInput { Name = "Another", Experiment = "1" });
        await chs.ActivateAsync(world, another);
        Guid[] others =
        [
            await StartAsync(chs, world, world.Study.Uuid, sibling),
            await StartAsync(chs, world, another, world.Child.Uuid),
        ];
        var own = await chs.StartAsync(world);
        var player = await chs.PlayAsync(world);
        foreach (var other in others)
        {
            await chs.RefusesAsync(player, new ReadSession(other), "response.not_found");
            await chs.RefusesAsync(player, new ListPastSessions(other), "response.not_found");
            await chs.RefusesAsync(player, new ReadPlayedExperiment(other), "response.not_found");
            await chs.RefusesAsync(player, Save(other, 1), "response.not_found");
            await chs.RefusesAsync(player, Flag(other), "response.not_found");
        }

        await chs.RefusesAsync(player, new ListSessionsOfStudy(another, FirstPage, null), "study.not_found");
        var ofSibling = new ListSessionsOfStudy(world.Study.Uuid, FirstPage, sibling);
        Assert.Empty((await chs.AnswerAsync(player, ofSibling)).Items);
        var listed = await chs.AnswerAsync(player, new ListSessionsOfStudy(world.Study.Uuid, FirstPage, null));
        Assert.Equal([own], listed.Items.Select(session => session.Header.Id));
        Assert.Equal([own], (await chs.AnswerAsync(player, new ListPastSessions(own))).Select(s => s.Header.Id));
        Assert.Equal(0, await chs.WithAsync(db => db.ResponseEntries.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_saves_to_all_sessions_of_its_participant_in_its_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var earlier = await chs.StartAsync(world);
        await chs.SavesAsync(world, earlier, Some.Trials(1));
        var player = await chs.PlayAsync(world);
        var session = (await chs.AnswerAsync(player, new OpenPlayedSession())).Id;
        Assert.NotEqual(earlier, session);
        await chs.SucceedsAsync(player, Save(session, 1));
        await chs.SucceedsAsync(player, Save(session, 2));
        await chs.SucceedsAsync(player, Flag(session));
        await chs.SucceedsAsync(player, Save(earlier, 2));
        var stored = await chs.AnswerAsync(player, new ReadSession(session));
        Assert.True(stored.Header.Completed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_preview_sees_and_writes_previews_only_and_a_play_never_becomes_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var child = await chs.AddChildAsync(world.Researcher);
        var real = (await chs.AnswerAsync(world.Researcher, new StartResponse(world.Study.Uuid, child, Preview: false)))
            .Response!
            .Id;
        var preview = await chs.PlayAsync(world.Researcher, world.Study.Uuid, child, isPreview: true);
        await chs.RefusesAsync(preview, new ReadSession(real), "response.not_found");
        await chs.RefusesAsync(preview, Save(real, 1), "response.not_found");
        var session = (await chs.AnswerAsync(preview, new OpenPlayedSession())).Id;
        await chs.SucceedsAsync(preview, Save(session, 1));
        Assert.True((await chs.AnswerAsync(preview, new ReadSession(session))).Header.IsPreview);

        var play = await chs.PlayAsync(world.Researcher, world.Study.Uuid, child);
        await chs.RefusesAsync(play, Save(session, 2), "response.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_preview_without_a_child_reads_the_study_and_saves_nothing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateFrameplayerStudyAsync(world);
        await chs.BuildAsync(world, study, 'b');
        var child = await chs.AddChildAsync(world.Researcher);
        var own = new StartResponse(world.Study.Uuid, child, Preview: true);
        var session = (await chs.AnswerAsync(world.Researcher, own)).Response!.Id;
        var preview = await chs.PlayAsync(world.Researcher, study, child: null, isPreview: true);
        await chs.SucceedsAsync(preview, new ReadStudyForJsonApi(study));
        await chs.RefusesAsync(preview, Save(session, 1), "response.not_found");
        await chs.RefusesAsync(preview, new ReadSession(session), "response.not_found");
        await chs.RefusesAsync(preview, new ReadChildForJsonApi(child, null), "child.not_found");
        await chs.RefusesAsync(preview, new CreateResponse(study, child, null, new ResponseFlags()), "child.not_found");
        await chs.RefusesAsync(preview, new ListSessionsOfStudy(study, FirstPage, null), "study.not_found");
        Assert.Equal(0, await chs.WithAsync(db => db.ResponseEntries.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Study_participant_and_preview_flag_of_a_new_session_are_the_keys(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var sibling = await chs.AddChildAsync(world.Parent);
        var player = await chs.PlayAsync(world);
        var created = await chs.AnswerAsync(
            player,
            new CreateResponse(world.Study.Uuid, world.Child.Uuid, null, new ResponseFlags()) { WantsPreview = true }
        );
        Assert.False(created.Header.IsPreview);
        var ofSibling = new CreateResponse(world.Study.Uuid, sibling, null, new ResponseFlags());
        await chs.RefusesAsync(player, ofSibling, "child.not_found");
        var ofAnother = new CreateResponse(Guid.NewGuid(), world.Child.Uuid, null, new ResponseFlags());
        await chs.RefusesAsync(player, ofAnother, "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_goes_on_with_the_version_that_it_began_with_when_the_study_is_changed_and_sent_back(
        DatabaseProvider on
    )
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var player = await chs.PlayAsync(world);
        await chs.UpdateStudyAsync(world, new StudyInput { Experiment = "2" });
        Assert.Equal(StudyState.SentBack, (await chs.ReadStudyAsync(world)).State);
        var session = (await chs.AnswerAsync(player, new OpenPlayedSession())).Id;
        Assert.Equal("1", await chs.AnswerAsync(player, new ReadPlayedExperiment(session)));
        await chs.SucceedsAsync(player, new ReadStudyForJsonApi(world.Study.Uuid));
        var created = await chs.AnswerAsync(
            player,
            new CreateResponse(world.Study.Uuid, world.Child.Uuid, null, new ResponseFlags())
        );
        await chs.SucceedsAsync(player, Save(created.Header.Id, 1));
        Assert.All(
            await chs.WithAsync(db => db.Responses.Select(r => r.StudyVersion).ToListAsync()),
            version => Assert.Equal(1, version)
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Reviewers_preview_the_proposed_version_with_a_test_participant_while_families_play_the_live_one(
        DatabaseProvider on
    )
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.UpdateStudyAsync(world, new StudyInput { Experiment = "2", IsBesideLive = true });
        await chs.SucceedsAsync(world.Researcher, new ProposeDraft(world.Study.Uuid, "Please look.", null));
        var participant = await chs.CreateTestParticipantAsync(world);
        var preview = await chs.PlayAsync(world.Reviewer, world.Study.Uuid, participant, isPreview: true);
        var family = await chs.PlayAsync(world);
        Assert.Equal("2", await ExperimentAsync(chs, preview));
        Assert.Equal("1", await ExperimentAsync(chs, family));
        // Nobody plays with it for data, and no family at all.
        var ticket = new IssuePlayTicket(world.Study.Uuid, participant, false, PlayActions.BrowserDigest, "");
        await chs.RefusesAsync(world.Reviewer, ticket, "child.not_found");
        await chs.RefusesAsync(world.Parent, ticket with { IsPreview = true }, "study.not_found");
    }

    static async Task<string> ExperimentAsync(TestChs chs, Actor player)
    {
        var session = (await chs.AnswerAsync(player, new OpenPlayedSession())).Id;
        return await chs.AnswerAsync(player, new ReadPlayedExperiment(session));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_comes_late_does_not_change_a_session_that_was_ruled_on(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var player = await chs.PlayAsync(world);
        var session = (await chs.AnswerAsync(player, new OpenPlayedSession())).Id;
        await chs.SucceedsAsync(player, Save(session, 1) with { IsUnsent = true });
        await chs.ConsentAsync(world, session);
        await chs.RefusesAsync(player, Save(session, 2) with { IsUnsent = true }, "play.ruled_on");
        await chs.SucceedsAsync(player, Save(session, 2));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_play_of_the_same_family_has_another_key_for_what_could_not_be_sent(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var sibling = await chs.AddChildAsync(world.Parent);
        var first = await chs.AnswerAsync(await chs.PlayAsync(world), new ReadPlay());
        var again = await chs.AnswerAsync(await chs.PlayAsync(world), new ReadPlay());
        var siblings = await chs.PlayAsync(world.Parent, world.Study.Uuid, sibling);
        var other = await chs.AnswerAsync(siblings, new ReadPlay());
        var strangers = await chs.PlayAsync(world.OtherParent, world.Study.Uuid, world.OtherChild.Uuid);
        var stranger = await chs.AnswerAsync(strangers, new ReadPlay());
        Assert.Equal((first.Person, first.UnsentTag), (again.Person, again.UnsentTag));
        Assert.Equal(first.UnsentKey, again.UnsentKey);
        Assert.Equal(first.Person, other.Person);
        Assert.NotEqual(first.UnsentTag, other.UnsentTag);
        Assert.NotEqual(first.UnsentKey, other.UnsentKey);
        Assert.NotEqual(first.Person, stranger.Person);
        Assert.NotEqual(first.UnsentKey, stranger.UnsentKey);
    }

    static SaveResponse Save(Guid response, int trials) =>
        new(response, Some.Data(Some.Trials(trials)), new ResponseFlags());

    static SaveResponse Flag(Guid response) => new(response, null, new ResponseFlags { Completed = true });

    static async Task<Guid> StartAsync(TestChs chs, World world, Guid study, Guid child) =>
        (await chs.AnswerAsync(world.Parent, new StartResponse(study, child, false))).Response!.Id;
}
