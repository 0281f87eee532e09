using Chs.Application.Tests.Responses;
using Chs.Domain.Videos;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Videos;

/// <summary>
/// A recorder that got no answer calls again, and must learn that its video is there. Only another video of the same name is
/// refused, and nothing that was removed comes back.
/// </summary>
public class RepeatedCallBackIsAnsweredWithItsVideoTests
{
    const string Withdrawal =
        """[{"trial_index":0,"trial_type":"exit","chs_type":"exit","response":{"withdrawal":true}}]""";

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_serves_one_video(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        await chs.SucceedsAsync(null, session.Recording("once") with { ReplayKey = "signature" });
        var again = session.Recording("twice") with { ReplayKey = "signature" };
        await chs.RefusesAsync(null, again, "callback.replayed");
        Assert.Equal(5, await CountAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_video_of_the_same_name_is_refused(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        var signed = session.Recording("2-test") with { ReplayKey = "signature" };
        VideoFacts[] others =
        [
            signed.Video with
            {
                FrameId = "another",
            },
            signed.Video with
            {
                RecordedAt = Some.Moment.AddMicroseconds(1),
            },
            signed.Video with
            {
                IsConsentFootage = true,
            },
            signed.Video with
            {
                PipeNumericId = 1,
            },
        ];
        foreach (var other in others)
            await chs.RefusesAsync(null, signed with { Video = other }, "video.full_name_taken");
        var ofAnother = await chs.StartPreviewAsync(session.World);
        await chs.RefusesAsync(null, signed with { ResponseId = ofAnother }, "video.full_name_taken");
        Assert.Equal(4, await CountAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_repetition_is_answered_with_the_video(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        var signed = session.Recording("5-late") with { ReplayKey = "first" };
        // Databases don't keep the last digit.
        var call = signed with
        {
            Video = signed.Video with { RecordedAt = Some.Moment.AddTicks(1) },
        };
        var first = await chs.AnswerAsync(null, call);
        Assert.False(first.IsRepetition);
        foreach (var key in (string[])["first", "second"])
        {
            var again = await chs.AnswerAsync(null, call with { ReplayKey = key });
            Assert.Equal((first.Id, true), (again.Id, again.IsRepetition));
        }

        Assert.Equal(5, await CountAsync(chs));
    }

    /// <summary>The frame was saved between the two calls.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_repetition_may_meet_a_consent_that_was_found_out_meanwhile(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        var consent = """[{"trial_index":1,"trial_type":"consent","chs_type":"consent"}]""";
        await chs.SavesAsync(session.World, session.Response, consent);
        var again = await chs.AnswerAsync(null, session.Recording("1-consent") with { ReplayKey = "signature" });
        Assert.Equal((true, true), (again.IsRepetition, again.IsConsentFootage));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_at_the_same_moment_are_both_answered(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        var call = session.Recording("6-both") with { ReplayKey = "signature" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => chs.AnswerAsync(null, call)));
        Assert.Single(answers.Select(answer => answer.Id).Distinct());
        Assert.Single(answers, answer => !answer.IsRepetition);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_repetition_brings_no_video_back_that_the_family_withdrew(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        var call = session.Recording("7-gone") with { ReplayKey = "first" };
        await chs.SucceedsAsync(null, call);
        await chs.SavesAsync(session.World, session.Response, Withdrawal);
        foreach (var key in (string[])["first", "second"])
            await chs.RefusesAsync(null, call with { ReplayKey = key }, "callback.replayed");
        Assert.Equal("3-early!", await RecordedSession.RemainingAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_call_back_of_v1_is_refused_as_the_reference_does(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        await chs.RefusesAsync(null, session.Recording("2-test"), "video.full_name_taken");
    }

    static Task<int> CountAsync(TestChs chs) => chs.WithAsync(db => db.Videos.CountAsync());
}
