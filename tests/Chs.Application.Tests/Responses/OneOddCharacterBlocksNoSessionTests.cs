using Chs.Application.Responses;
using Chs.Application.Tests.Videos;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>
/// U+0000, half of a surrogate pair and whatever else no text can hold: what was sent stays as it came, and what is taken
/// out of it holds U+FFFD.
/// </summary>
public class OneOddCharacterBlocksNoSessionTests
{
    /// <summary>An emoji that a field's length has cut, and a NUL, wherever a trial has texts.</summary>
    const string OddTrial =
        """{"trial_index":0,"trial_type":"a\u0000\ud83d","chs_type":"K\u0000","\ud800":"\udc00x","n":[-1e999,"\ud83d\ud83d\ude00"]}""";

    [Theory, OnSqlite, OnPostgres]
    public async Task Trials_stay_as_they_came(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        // One trial more each time, then a change of what is stored: both ways by which trials are saved.
        string[] saves = [$"[{OddTrial}]", $"[{OddTrial},2]", $"[{OddTrial},\"\\u0000\"]"];
        foreach (var trials in saves)
        {
            Assert.Equal(trials, (await chs.SavesAsync(world, response, trials)).Text());
            Assert.Equal(trials, (await chs.ReadSessionAsync(world, response)).Text());
        }

        var read = await chs.AnswerAsync(world.Researcher, new ReadResponse(world.Study.Uuid, response));
        Assert.Equal((saves[^1], "0-a\uFFFD\uFFFD"), (read.Data.Text, Assert.Single(read.Sequence)));
        var entry = (await chs.EntriesAsync())[0];
        Assert.Equal(("0-a\uFFFD\uFFFD", "k\uFFFD"), (entry.Label, entry.Kind));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Frames_whose_ids_differ_only_in_odd_characters_stay_apart(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartFrameplayerAsync(world);
        await chs.SavesAsync(
            world,
            response,
            """{"a\u0000":{"x":"\ud800"},"a\ud800":2,"a\ud801":3,"a\ufffd":4,"a\\u0000":5,"a\ufffd0000":6}"""
        );
        var saved = await chs.SavesAsync(world, response, """{"a\ud801":{"eventTimings":[{"\ud800":1}]}}""");
        const string merged =
            """{"a\u0000":{"x":"\ud800"},"a\ud800":2,"a\ud801":{"eventTimings":[{"\ud800":1}]},"a\uFFFD":4,"a\\u0000":5,"a\uFFFD0000":6}""";
        Assert.Equal(merged, saved.Text());
        Assert.Equal(merged, (await chs.ReadSessionAsync(world, response)).Text());
        Assert.Equal("a\uD800", (await chs.EntriesAsync())[1].Key);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_sent_beside_the_data_stays_as_it_came(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartFrameplayerAsync(world);
        var flags = new ResponseFlags
        {
            Conditions = """{"0-\ud800":{"\u0000":"\udc00"}}""",
            GlobalEventTimings = """[{"\u0000":"\ud800"}]""",
            Sequence = """["0-\ud800","1-\u0000","2-é"]""",
            CompletedConsentFrame = true,
        };
        await chs.SavesAsync(world, response, """{"0-\ud800":{}}""", flags);
        // What has become of the second save says whether the first one can be read.
        await chs.SavesAsync(world, response, """{"0-\ud800":{},"1-\u0000":1}""", flags);
        var read = await chs.ReadSessionAsync(world, response);
        Assert.Equal(
            (flags.Conditions, flags.GlobalEventTimings),
            (read.Header.Conditions, read.Header.GlobalEventTimings)
        );
        Assert.Equal(["0-\uD800", "1-\0", "2-é"], read.Sequence);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Answers_of_the_exit_survey_hold_the_replacement(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        var deep = string.Concat(Enumerable.Repeat("[", 100)) + string.Concat(Enumerable.Repeat("]", 100));
        var exit =
            """{"chs_type":"exit","response":{"\ud800":1,"feedback":"a\u0000\ud83d","birthDate":"\udc00","useOfMedia":"""
            + $$$"""{{{deep}}},"withdrawal":1e999}}""";
        Assert.True((await chs.SavesAsync(world, response, $"[{exit}]")).Withdrawn);
        var answers = ExitAnswers.Of((await chs.ReadSessionAsync(world, response)).Header.ExitAnswers);
        Assert.Equal(("a\uFFFD\uFFFD", "\uFFFD", deep), (answers.Feedback, answers.BirthDate, answers.Privacy));
        Assert.Single(await chs.ItemsAsync(world.Researcher, new ListResponses { StudyId = world.Study.Uuid }));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Frames_with_odd_ids_have_their_effects_on_videos(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs, StudyType.Frameplayer);
        await chs.SavesAsync(
            session.World,
            session.Response,
            """{"0\ud800":{"frameType":"CONSENT"},"9\u0000":{"frameType":"EXIT","withdrawal":"\u0000"}}""",
            new ResponseFlags { Sequence = """["0\ud800"]""" }
        );
        var exit = new ResponseFlags { Sequence = """["0\ud800","9\u0000"]""" };
        await chs.SavesAsync(session.World, session.Response, null, exit);
        Assert.Equal("3-early!", await RecordedSession.RemainingAsync(chs));
    }
}
