using Chs.Application.Tests.Responses;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Domain.Videos;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Videos;

/// <summary>What happens to videos when a consent or an exit frame is saved.</summary>
public class FrameActionsTests
{
    const string Consent =
        """[{"trial_index":0,"trial_type":"intro"},{"trial_index":1,"trial_type":"consent","chs_type":"Consent"}""";

    /// <summary>Without the answer whether the family withdraws.</summary>
    const string Exit =
        Consent + ""","x",{"trial_index":2,"trial_type":"exit","chs_type":"exit","response":{"withdrawal":""";

    const string Frames =
        """{"9-exit":{"frameType":"EXIT","withdrawal":"yes"},"1-consent":{"frameType":"CONSENT"},"2-test":{"frameType":"DEFAULT"}}""";

    [Theory, OnSqlite, OnPostgres]
    public async Task Marks_the_video_of_a_consent_trial(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        await SaveAsync(chs, session, Consent + "]");
        Assert.Equal("0-intro 1-consent! 2-test 3-early!", await RecordedSession.RemainingAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_the_videos_of_a_family_that_does_not_withdraw(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        await SaveAsync(chs, session, Consent + "]");
        await SaveAsync(chs, session, Exit + "false}}]");
        Assert.Equal("0-intro 1-consent! 2-test 3-early!", await RecordedSession.RemainingAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Removes_all_but_consent_footage_when_the_family_withdraws(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        await WithdrawAsync(chs, session);
        Assert.Equal("1-consent! 3-early!", await RecordedSession.RemainingAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Deletes_removed_videos_from_their_store_a_week_later(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        await WithdrawAsync(chs, session);
        var due = Some.Moment.AddDays(7);
        Assert.Equal(
            [(session.NameOf("0-intro"), due, VideoStore.JsPsych), (session.NameOf("2-test"), due, VideoStore.JsPsych)],
            await RemovalsAsync(chs)
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Does_nothing_until_a_consent_frame_is_the_last_of_the_sequence(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs, StudyType.Frameplayer);
        foreach (var sequence in (string[])["[]", """["2-test"]""", """["2-test","unknown"]"""])
            await SaveFramesAsync(chs, session, Frames, sequence);
        Assert.Equal("0-intro 1-consent 2-test 3-early!", await RecordedSession.RemainingAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Marks_the_video_of_a_consent_frame_at_the_end_of_the_sequence(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs, StudyType.Frameplayer);
        await SaveFramesAsync(chs, session, Frames, """["2-test","unknown","1-consent"]""");
        Assert.Equal("0-intro 1-consent! 2-test 3-early!", await RecordedSession.RemainingAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Removes_videos_when_the_sequence_alone_comes_to_an_exit_frame(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs, StudyType.Frameplayer);
        await SaveFramesAsync(chs, session, Frames, """["2-test","unknown","1-consent"]""");
        await SaveFramesAsync(chs, session, null, """["2-test","unknown","1-consent","9-exit"]""");
        Assert.Equal("1-consent! 3-early!", await RecordedSession.RemainingAsync(chs));
        // The response was created for jsPsych, so its recorder isn't Pipe, which has a store of its own.
        Assert.Equal(
            [VideoStore.Frameplayer, VideoStore.Frameplayer],
            (await RemovalsAsync(chs)).Select(removal => removal.Store)
        );
    }

    /// <summary>Unexpected JSON is ignored instead of failing the save.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_videos_alone_when_the_last_trial_is_odd(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        string[] trials =
        [
            "null",
            "5",
            "[]",
            """{"chs_type":"exit"}""",
            """{"chs_type":"exit","trial_index":0,"trial_type":"t"}""",
            """{"chs_type":"exit","trial_index":0,"trial_type":"t","response":7}""",
            """{"chs_type":{"a":1},"trial_index":0,"trial_type":"t"}""",
        ];
        foreach (var trial in trials)
            await SaveAsync(chs, session, $"[{trial}]");
        Assert.Equal("0-intro 1-consent 2-test 3-early!", await RecordedSession.RemainingAsync(chs));
    }

    static async Task SaveAsync(TestChs chs, RecordedSession session, string data) =>
        await chs.SavesAsync(session.World, session.Response, data);

    static async Task SaveFramesAsync(TestChs chs, RecordedSession session, string? data, string sequence) =>
        await chs.SavesAsync(session.World, session.Response, data, new ResponseFlags { Sequence = sequence });

    static async Task WithdrawAsync(TestChs chs, RecordedSession session)
    {
        await SaveAsync(chs, session, Consent + "]");
        await SaveAsync(chs, session, Exit + "true}}]");
    }

    static async Task<List<(string Name, DateTimeOffset DueAt, VideoStore Store)>> RemovalsAsync(TestChs chs)
    {
        var removals = await chs.WithAsync(db => db.VideoRemovals.OrderBy(r => r.FullName).ToListAsync());
        return [.. removals.Select(removal => (removal.FullName, removal.DueAt, removal.Store))];
    }
}
