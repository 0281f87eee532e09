using System.Text.Json;
using Chs.Application.Access;
using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>Whatever a save replaces stays readable: trials, frames and, after a ruling, everything else.</summary>
public class NothingAcknowledgedIsLostTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_trial_that_is_replaced_after_the_session_was_accepted_stays_readable(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        await chs.SavesAsync(world, response, """["first"]""", new ResponseFlags { Completed = true });
        chs.Time.Advance(TimeSpan.FromMinutes(5));
        await chs.SavesAsync(world, response, """["second"]""");
        // The same again replaces nothing.
        await chs.SavesAsync(world, response, """["second"]""");

        var revision = Assert.Single(await ReadAllAsync(chs, world, response), r => r.Part is RevisedPart.Entry);
        Assert.Equal((0, "\"first\"", null), (revision.Entry, revision.Value.Text, revision.FrameId));
        Assert.Equal(TimeSpan.FromMinutes(5), revision.ReplacedAt - revision.ReceivedAt);
        Assert.Equal("""["second"]""", (await chs.ReadSessionAsync(world, response)).Text());
        var listed = Assert.Single((await chs.AnswerAsync(world.Researcher, List(world))).Items);
        // The trial, and that the session wasn't completed when somebody ruled on it.
        Assert.Equal((2, 0), (listed.RevisionCount, listed.DroppedRevisionCount));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_frame_that_is_replaced_stays_readable(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartFrameplayerAsync(world);
        await chs.SavesAsync(world, response, """{"0-a":{"x":1},"1-b":{"x":1}}""");
        await chs.SavesAsync(world, response, """{"0-a":{"x":2},"1-b":{"x":1}}""");
        Assert.Equal([("0-a", """{"x":1}""")], await StoredAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_replaced_frame_keeps_its_odd_id_and_content(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartFrameplayerAsync(world);
        await chs.AcceptConsentAsync(response);
        await chs.WithAsync(db =>
            db.Studies.ExecuteUpdateAsync(set => set.SetProperty(s => s.Type, StudyType.Frameplayer))
        );
        await chs.SavesAsync(world, response, """{"0-a\u0000":{"x":"\ud83d"}}""");
        await chs.SavesAsync(world, response, """{"0-a\u0000":{"x":"\ud83d\ude00"}}""");
        Assert.Equal([("0-a\0", """{"x":"\ud83d"}""")], await StoredAsync(chs));
        var shown = Assert.Single(await ReadAllAsync(chs, world, response));
        Assert.Equal(("0-a\uFFFD", """{"x":"\ud83d"}"""), (shown.FrameId, shown.Value.Text));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_frame_that_arrives_after_a_newer_one_is_kept_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartFrameplayerAsync(world);
        await chs.SavesAsync(world, response, """{"0-a":{"eventTimings":[1,2]}}""");
        for (var i = 0; i < 2; i++)
            await chs.SavesAsync(world, response, """{"0-a":{"eventTimings":[1],"answer":"late"}}""");
        Assert.Equal("""{"0-a":{"eventTimings":[1,2]}}""", (await chs.ReadSessionAsync(world, response)).Text());
        Assert.Equal([("0-a", """{"eventTimings":[1],"answer":"late"}""")], await StoredAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Data_that_frames_replace_stay_readable(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartFrameplayerAsync(world);
        await chs.SavesAsync(world, response, "[1,2]");
        await chs.SavesAsync(world, response, """{"0-a":3}""");
        Assert.Equal([(null, "1"), (null, "2")], await StoredAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_withdrawal_that_the_study_takes_back_shows_as_a_revision(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        const string withdrawn =
            """{"chs_type":"exit","trial_index":0,"trial_type":"e","response":{"withdrawal":true}}""";
        await chs.SavesAsync(world, response, $"[{withdrawn}]");
        Assert.True(Assert.Single((await chs.AnswerAsync(world.Researcher, List(world))).Items).IsWithdrawn);
        await chs.SavesAsync(world, response, $"[{withdrawn.Replace("true", "false")}]");
        var revision = Assert.Single(await ReadAllAsync(chs, world, response));
        Assert.Equal((withdrawn, "0-e"), (revision.Value.Text, revision.Label));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_too_many_the_middle_ones_go_and_are_counted(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        for (var i = 1; i <= 24; i++)
            await chs.SavesAsync(world, response, $"[{i},\"stays\"]");

        var values = (await ReadAllAsync(chs, world, response)).Select(r => int.Parse(r.Value.Text)).Order();
        Assert.Equal([.. Enumerable.Range(1, 10), .. Enumerable.Range(14, 10)], values);
        var listed = Assert.Single((await chs.AnswerAsync(world.Researcher, List(world))).Items);
        Assert.Equal((20, 3), (listed.RevisionCount, listed.DroppedRevisionCount));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_large_entry_costs_no_other_one_its_earlier_values(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        await chs.SavesAsync(world, response, """["honest","honest","honest"]""");
        await chs.SavesAsync(world, response, """["forged","forged","forged"]""");
        for (var i = 1; i <= 5; i++)
            await chs.SavesAsync(
                world,
                response,
                JsonSerializer.Serialize(new[] { "forged", "forged", new string((char)('a' + i), 4_000_000) })
            );

        var kept = await chs.WithAsync(db =>
            db.ResponseRevisions.Select(r => new { r.Ordinal, r.Bytes }).ToListAsync()
        );
        foreach (var ordinal in (int[])[0, 1, 2])
            Assert.Contains(kept, r => r.Ordinal == ordinal && r.Bytes == "\"honest\"".Length);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_layout_of_the_same_replaces_nothing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        await chs.SavesAsync(world, response, """[{"a":[1,"b c"]}]""");
        const string spaced = """[{ "a": [ 1, "b c" ] }]""";
        Assert.Equal(spaced, (await chs.SavesAsync(world, response, spaced)).Text());
        Assert.Empty(await ReadAllAsync(chs, world, response));
        await chs.SavesAsync(world, response, """[{"a":[1,"b  c"]}]""");
        Assert.Single(await ReadAllAsync(chs, world, response));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Earlier_values_take_no_more_than_ten_megabytes(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        for (var i = 1; i <= 5; i++)
            await chs.SavesAsync(
                world,
                response,
                JsonSerializer.Serialize(new[] { new string((char)('a' + i), 3_000_000) })
            );

        var (count, bytes, dropped) = await chs.WithAsync(db =>
            db.Responses.Where(r => r.Uuid == response)
                .Select(r => new ValueTuple<int, long, int>(r.RevisionCount, r.RevisionBytes, r.DroppedRevisionCount))
                .SingleAsync()
        );
        Assert.Equal((3, 3 * (3_000_002L + ResponseRevision.RowBytes), 1), (count, bytes, dropped));
        Assert.Equal(3, await chs.WithAsync(db => db.ResponseRevisions.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_sequence_that_an_import_has_stored_is_kept_when_trials_replace_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        await chs.WithAsync(db =>
            db.Responses.ExecuteUpdateAsync(set => set.SetProperty(r => r.Sequence, """["imported"]"""))
        );
        // One trial more and nothing else: the way that most saves take.
        await chs.SavesAsync(world, response, Some.Trials(1));
        var revision = Assert.Single(await ReadAllAsync(chs, world, response));
        Assert.Equal((RevisedPart.Sequence, """["imported"]"""), (revision.Part, revision.Value.Text));
        Assert.Equal(["0-t"], (await chs.ReadSessionAsync(world, response)).Sequence);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_who_may_read_the_response_sees_its_revisions(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        await chs.SavesAsync(world, response, "[1]");
        await chs.SavesAsync(world, response, "[2]");
        var revision = Assert.Single(await ReadAllAsync(chs, world, response));
        foreach (var actor in (Actor[])[world.Outsider, world.OtherParent, world.Parent])
        {
            await chs.RefusesAsync(actor, Revisions(world, response), "study.not_found");
            await chs.RefusesAsync(actor, Read(world, response, revision.Id), "study.not_found");
        }

        await chs.RefusesAsync(world.Reviewer, Revisions(world, response), "access.forbidden");
        await chs.RefusesAsync(world.Reviewer, Read(world, response, revision.Id), "access.forbidden");
        await chs.AnswerAsync(world.Researcher, new RuleConsent(world.Study.Uuid, response, Ruling.Rejected, ""));
        await chs.RefusesAsync(world.Researcher, Revisions(world, response), "response.not_found");
        await chs.RefusesAsync(world.Researcher, Read(world, response, revision.Id), "response.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_revision_is_read_only_with_its_own_response(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        await chs.SavesAsync(world, response, "[1]");
        await chs.SavesAsync(world, response, "[2]");
        var revision = Assert.Single(await ReadAllAsync(chs, world, response));
        var another = await chs.StartWithConsentAsync(world);
        Assert.NotEqual(response, another);
        await chs.RefusesAsync(world.Researcher, Read(world, another, revision.Id), "revision.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Previews_take_their_revisions_along(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var preview = await chs.StartPreviewAsync(world);
        foreach (var data in (string[])["[1]", "[2]"])
            await chs.AnswerAsync(world.Researcher, new SaveResponse(preview, Some.Data(data), new ResponseFlags()));
        Assert.Equal(1, await chs.WithAsync(db => db.ResponseRevisions.CountAsync()));
        await chs.AnswerAsync(world.Researcher, new DeletePreviews(world.Study.Uuid));
        Assert.Equal(0, await chs.WithAsync(db => db.ResponseRevisions.CountAsync()));
    }

    static ListResponses List(World world) => new() { StudyId = world.Study.Uuid };

    static ListResponseRevisions Revisions(World world, Guid response) =>
        new() { StudyId = world.Study.Uuid, ResponseId = response };

    static ReadResponseRevision Read(World world, Guid response, Guid revision) =>
        new(world.Study.Uuid, response, revision);

    static async Task<List<RevisionView>> ReadAllAsync(TestChs chs, World world, Guid response)
    {
        var listed = await chs.AnswerAsync(world.Researcher, Revisions(world, response));
        List<RevisionView> revisions = [];
        foreach (var item in listed.Items)
            revisions.Add(await chs.AnswerAsync(world.Researcher, Read(world, response, item.Id)));
        return revisions;
    }

    /// <summary>Frame ids and contents of all earlier values.</summary>
    static async Task<List<(string?, string)>> StoredAsync(TestChs chs)
    {
        var revisions = await chs.WithAsync(db => db.ResponseRevisions.AsNoTracking().OrderBy(r => r.Id).ToListAsync());
        return [.. revisions.Select(r => (r.Key, System.Text.Encoding.UTF8.GetString(r.Payload)))];
    }
}
