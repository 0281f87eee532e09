using Chs.Application.Access;
using Chs.Application.Auditing;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Application.Tests.Accounts;
using Chs.Application.Tests.Videos;
using Chs.Application.Videos;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>What is stored of a response can be read in v3 by those who may, and by nobody else.</summary>
public class StoredFactsAreShownTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_else_sees_rulings_and_videos(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        var world = session.World;
        await chs.ConsentAsync(world, session.Response);
        await chs.RefusesAsync(null, RulingsOf(session), "access.unauthenticated");
        await chs.RefusesAsync(null, VideosOf(session), "access.unauthenticated");
        foreach (var actor in (Actor[])[world.Outsider, world.OtherParent, world.Parent])
        {
            await chs.RefusesAsync(actor, RulingsOf(session), "study.not_found");
            await chs.RefusesAsync(actor, VideosOf(session), "study.not_found");
        }

        await chs.RefusesAsync(world.Reviewer, RulingsOf(session), "access.forbidden");
        await chs.RefusesAsync(world.Reviewer, VideosOf(session), "access.forbidden");
        // By the role in the study, previews only.
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Member);
        await chs.GiveStudyRoleAsync(world, world.Outsider, StudyRole.Design);
        await chs.RefusesAsync(world.Outsider, RulingsOf(session), "response.not_found");
        await chs.RefusesAsync(world.Outsider, VideosOf(session), "response.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_only_reads_data_sees_nothing_before_the_consent_is_accepted(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        var world = session.World;
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Guest);
        await chs.GiveStudyRoleAsync(world, world.Outsider, StudyRole.Analysis);
        await chs.RefusesAsync(world.Outsider, RulingsOf(session), "response.not_found");
        await chs.RefusesAsync(world.Outsider, VideosOf(session), "response.not_found");
        await chs.ConsentAsync(world, session.Response);
        Assert.Single(await chs.ItemsAsync(world.Outsider, RulingsOf(session)));
        Assert.Equal(4, (await chs.ItemsAsync(world.Outsider, VideosOf(session))).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_only_rules_on_consent_sees_the_videos_that_show_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        var world = session.World;
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Guest);
        await chs.GiveStudyRoleAsync(world, world.Outsider, StudyRole.SubmissionProcessor);
        // Before and after the consent is accepted.
        Assert.Equal("3-early", Assert.Single(await chs.ItemsAsync(world.Outsider, VideosOf(session))).FrameId);
        await chs.ConsentAsync(world, session.Response);
        Assert.Equal("3-early", Assert.Single(await chs.ItemsAsync(world.Outsider, VideosOf(session))).FrameId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keys_see_only_what_they_may(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        var world = session.World;
        await chs.ConsentAsync(world, session.Response);
        var deidentified = await chs.BearerAsync(world.Researcher, new TokenScope(false, true, []));
        await chs.RefusesAsync(deidentified, RulingsOf(session), "token.deidentified");
        await chs.RefusesAsync(deidentified, VideosOf(session), "token.deidentified");
        var ofAnother = await chs.CreateStudyAsync(world, new StudyInput { Name = "Another" });
        var elsewhere = await chs.BearerAsync(world.Researcher, new TokenScope(true, false, [ofAnother]));
        await chs.RefusesAsync(elsewhere, RulingsOf(session), "study.not_found");
        await chs.RefusesAsync(elsewhere, VideosOf(session), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_read_them_is_noted(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        await chs.RefusesAsync(session.World.Outsider, VideosOf(session), "study.not_found");
        await chs.SucceedsAsync(session.World.Researcher, RulingsOf(session));
        await chs.SucceedsAsync(session.World.Researcher, VideosOf(session));
        var reads = await chs.WithAsync(db =>
            db.Audit.Where(e => e.Subject == session.Response)
                .OrderBy(e => e.Id)
                .Select(e => new { e.Actor, e.Action })
                .ToListAsync()
        );
        Assert.Equal(["read consent rulings", "read videos"], reads.Select(read => read.Action));
        Assert.All(reads, read => Assert.Equal(session.World.Researcher.Id, read.Actor));
        var log = await chs.ItemsAsync(session.World.Reviewer, new ListAudit { ActorId = session.World.Researcher.Id });
        Assert.Equal(
            [AuditAction.ReadVideos, AuditAction.ReadConsentRulings],
            log.Take(2).Select(entry => entry.Action)
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rulings_are_listed_with_their_comments_and_arbiters(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.SavesAsync(world, response, null, new ResponseFlags { CompletedConsentFrame = true });
        (Ruling Ruling, string Comment)[] made =
        [
            (Ruling.Accepted, "all said"),
            (Ruling.Rejected, "no sound"),
            (Ruling.Pending, ""),
        ];
        foreach (var (ruling, comment) in made)
            await chs.SucceedsAsync(world.Researcher, new RuleConsent(world.Study.Uuid, response, ruling, comment));
        var query = new ListConsentRulings
        {
            StudyId = world.Study.Uuid,
            ResponseId = response,
            Limit = 2,
        };
        var listed = await chs.AllItemsAsync(world.Researcher, cursor => query with { Cursor = cursor });
        Assert.Equal(made.Reverse(), listed.Select(item => (item.Ruling, item.Comment)));
        Assert.All(listed, item => Assert.Equal(world.Researcher.Id, item.Arbiter!.Id));
        Assert.All(listed, item => Assert.Equal(Some.Moment, item.CreatedAt));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rulings_outlive_the_account_of_their_arbiter(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        await chs.ConsentAsync(session.World, session.Response);
        await chs.WithAsync(db =>
            db.ConsentRulings.ExecuteUpdateAsync(set => set.SetProperty(r => r.ArbiterId, (long?)null))
        );
        Assert.Null(Assert.Single(await chs.ItemsAsync(session.World.Researcher, RulingsOf(session))).Arbiter);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Videos_are_listed_as_they_were_registered(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        await chs.ConsentAsync(session.World, session.Response);
        var query = VideosOf(session) with { Limit = 3 };
        var listed = await chs.AllItemsAsync(session.World.Researcher, cursor => query with { Cursor = cursor });
        Assert.Equal(["0-intro", "1-consent", "2-test", "3-early"], listed.Select(video => video.FrameId));
        Assert.Equal(session.NameOf("3-early"), listed[^1].FullName);
        Assert.Equal([false, false, false, true], listed.Select(video => video.IsConsentFootage));
        Assert.All(listed, video => Assert.Equal((Some.Moment, Some.Moment), (video.RecordedAt, video.CreatedAt)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_response_shows_what_the_player_sent_beside_the_data(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        var read = new ReadResponse(world.Study.Uuid, response);
        var before = await chs.AnswerAsync(world.Researcher, read);
        Assert.Equal(
            (false, "jspsych", "{}"),
            (before.HasSurveyConsent, before.RecordingMethod, before.GlobalEventTimings.Text)
        );
        var flags = new ResponseFlags
        {
            SurveyConsent = true,
            RecordingMethod = new Domain.Optional<string?>("own"),
            GlobalEventTimings = """[{"eventType":"\ud800", "n":1.50}]""",
        };
        await chs.SavesAsync(world, response, null, flags);
        var after = await chs.AnswerAsync(world.Researcher, read);
        Assert.Equal(
            (true, "own", flags.GlobalEventTimings),
            (after.HasSurveyConsent, after.RecordingMethod, after.GlobalEventTimings.Text)
        );
    }

    static ListConsentRulings RulingsOf(RecordedSession session) =>
        new() { StudyId = session.World.Study.Uuid, ResponseId = session.Response };

    static ListVideos VideosOf(RecordedSession session) =>
        new() { StudyId = session.World.Study.Uuid, ResponseId = session.Response };
}
