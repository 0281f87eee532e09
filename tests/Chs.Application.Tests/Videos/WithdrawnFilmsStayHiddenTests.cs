using Chs.Application.Tests.Responses;
using Chs.Application.Videos;
using Chs.Domain.Studies;
using Chs.Domain.Videos;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Videos;

/// <summary>
/// What a family has withdrawn is shown to nobody, also what its recorder announces afterwards: uploads end after the last
/// save. Footage of the consent is kept, whenever it arrives.
/// </summary>
public class WithdrawnFilmsStayHiddenTests
{
    const string Consent = """{"trial_index":1,"trial_type":"consent","chs_type":"consent"}""";
    const string Withdrawal =
        """{"trial_index":2,"trial_type":"exit","chs_type":"exit","response":{"withdrawal":true}}""";
    const string Debriefing = """{"trial_index":3,"trial_type":"debriefing"}""";

    [Theory, OnSqlite, OnPostgres]
    public async Task A_film_that_is_registered_late_is_not_shown_but_deleted(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await WithdrawnAsync(chs);
        var answer = await chs.AnswerAsync(null, session.Recording("8-late") with { ReplayKey = "signature" });
        Assert.Equal((session.NameOf("8-late"), false), (answer.FullName, answer.IsRepetition));
        Assert.DoesNotContain("8-late", await ShownAsync(chs, session));
        Assert.Equal("1-consent! 3-early!", await RecordedSession.RemainingAsync(chs));
        var removal = Assert.Single(await RemovalsAsync(chs, session.NameOf("8-late")));
        Assert.Equal((VideoStore.JsPsych, Some.Moment.AddDays(7)), (removal.Store, removal.DueAt));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_late_film_is_not_shown_to_who_rules_on_consent(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await WithdrawnAsync(chs, isConsented: false);
        await chs.SucceedsAsync(null, session.Recording("8-late"));
        Assert.Equal(["1-consent", "3-early"], await ShownAsync(chs, session));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_repetition_is_refused_and_deletes_nothing_twice(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await WithdrawnAsync(chs);
        var signed = session.Recording("8-late") with { ReplayKey = "first" };
        await chs.SucceedsAsync(null, signed);
        foreach (var key in (string[])["first", "second"])
            await chs.RefusesAsync(null, signed with { ReplayKey = key }, "callback.replayed");
        // As v1 answers for a film that is there.
        await chs.RefusesAsync(null, signed with { ReplayKey = null }, "video.full_name_taken");
        Assert.Single(await RemovalsAsync(chs, session.NameOf("8-late")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_call_back_of_v1_brings_nothing_back(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await WithdrawnAsync(chs);
        await chs.RefusesAsync(null, session.Recording("2-test"), "video.full_name_taken");
        Assert.Equal(["1-consent", "3-early"], await ShownAsync(chs, session));
        Assert.Single(await RemovalsAsync(chs, session.NameOf("2-test")));
    }

    /// <summary>Who saves the exit survey and a later trial at once withdraws, too, as the response says.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Films_that_are_there_yet_are_not_shown(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        await chs.ConsentAsync(session.World, session.Response);
        await chs.SavesAsync(session.World, session.Response, $"[{Withdrawal},{Debriefing}]");
        Assert.Equal(["3-early"], await ShownAsync(chs, session));
        var counted = VideosOf(session) with { WithTotal = true };
        Assert.Equal(1, (await chs.AnswerAsync(session.World.Researcher, counted)).Total);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_late_film_that_shows_the_consent_is_kept(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await WithdrawnAsync(chs);
        await chs.SucceedsAsync(null, session.Recording("9-named", consent: true));
        Assert.Equal(["1-consent", "3-early", "9-named"], await ShownAsync(chs, session));
    }

    /// <summary>Recorders needn't know which frame shows the consent: the frame that was saved says so.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_late_film_of_the_frame_of_the_consent_is_consent_footage(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var session = new RecordedSession(world, await chs.StartAsync(world));
        await chs.ConsentAsync(world, session.Response);
        await chs.SavesAsync(world, session.Response, $"[{Consent},{Debriefing}]");
        Assert.True((await chs.AnswerAsync(null, session.Recording("1-consent"))).IsConsentFootage);
        await chs.SavesAsync(world, session.Response, $"[{Consent},{Withdrawal}]");
        Assert.Equal(["1-consent"], await ShownAsync(chs, session));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_late_film_of_the_frameplayers_consent_is_kept(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs, StudyType.Frameplayer);
        const string frames =
            """{"9-exit":{"frameType":"EXIT","withdrawal":true},"4-agree":{"frameType":"CONSENT"},"5-x":{}}""";
        var flags = new Domain.Responses.ResponseFlags { Sequence = """["4-agree","5-x","9-exit"]""" };
        await chs.SavesAsync(session.World, session.Response, frames, flags);
        await chs.SucceedsAsync(null, session.Recording("4-agree"));
        await chs.SucceedsAsync(null, session.Recording("5-x"));
        Assert.Equal("3-early! 4-agree!", await RecordedSession.RemainingAsync(chs));
    }

    /// <summary>A later answer counts, as for the response itself.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_late_film_of_a_family_that_takes_its_withdrawal_back_is_shown(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await WithdrawnAsync(chs);
        var kept = Withdrawal.Replace("true", "false");
        await chs.SavesAsync(session.World, session.Response, $"[{Consent},{kept}]");
        await chs.SucceedsAsync(null, session.Recording("8-late"));
        Assert.Equal(["1-consent", "3-early", "8-late"], await ShownAsync(chs, session));
    }

    static async Task<RecordedSession> WithdrawnAsync(TestChs chs, bool isConsented = true)
    {
        var session = await RecordedSession.MakeAsync(chs);
        if (isConsented)
            await chs.ConsentAsync(session.World, session.Response);
        await chs.SavesAsync(session.World, session.Response, $"[{Consent}]");
        await chs.SavesAsync(session.World, session.Response, $"[{Consent},{Withdrawal}]");
        return session;
    }

    static ListVideos VideosOf(RecordedSession session) =>
        new() { StudyId = session.World.Study.Uuid, ResponseId = session.Response };

    static async Task<IEnumerable<string>> ShownAsync(TestChs chs, RecordedSession session) =>
        (await chs.ItemsAsync(session.World.Researcher, VideosOf(session))).Select(video => video.FrameId);

    static Task<List<VideoRemoval>> RemovalsAsync(TestChs chs, string name) =>
        chs.WithAsync(db => db.VideoRemovals.Where(r => r.FullName == name).ToListAsync());
}
