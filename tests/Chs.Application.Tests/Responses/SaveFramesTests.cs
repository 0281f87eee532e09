using System.Text;
using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>Saves of frameplayer sessions, whose data are an object of frames.</summary>
public class SaveFramesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Merges_frames_by_id_and_deletes_none(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartFrameplayerAsync(world);
        var flags = new ResponseFlags { Sequence = """["0-a","1-b"]""" };
        await chs.SavesAsync(world, response, """{"0-a":{"x":1},"1-b":{"x":2}}""", flags);
        var late = await chs.SavesAsync(world, response, """{"0-a":{"x":9},"2-c":{}}""");
        Assert.Equal("""{"0-a":{"x":9},"1-b":{"x":2},"2-c":{}}""", late.Text());
        Assert.Equal(["0-a", "1-b"], late.Sequence);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Reads_the_answers_of_the_exit_frame_as_it_was_saved_last(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartFrameplayerAsync(world);
        Assert.True((await SaveExitAsync("true")).Withdrawn);
        Assert.False((await SaveExitAsync("false")).Withdrawn);

        Task<SessionView> SaveExitAsync(string withdrawal) =>
            chs.SavesAsync(world, response, $$$"""{"0-x":{"frameType":"EXIT","withdrawal":{{{withdrawal}}}}}""");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lets_nothing_but_frames_take_the_place_of_frames(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartFrameplayerAsync(world);
        const string stored = """{"0-x":{"frameType":"EXIT","withdrawal":true}}""";
        await chs.SavesAsync(world, response, stored, new ResponseFlags { Sequence = """["0-x"]""" });
        foreach (var json in (string[])["[]", "[1,2]", "3", "\"text\"", "{}"])
        {
            var saved = await chs.SavesAsync(world, response, json, new ResponseFlags { Sequence = "[]" });
            Assert.Equal((stored, true), (saved.Text(), saved.Withdrawn));
            Assert.Equal(["0-x"], saved.Sequence);
        }

        var kept = await chs.WithAsync(db => db.ResponseRevisions.AsNoTracking().OrderBy(r => r.Id).ToListAsync());
        Assert.All(kept, revision => Assert.Equal(RevisedPart.Data, revision.Part));
        Assert.Equal(["[1,2]", "3", "\"text\""], kept.Select(r => Encoding.UTF8.GetString(r.Payload)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_no_shown_frame_out_of_the_sequence_without_data_either(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartFrameplayerAsync(world);
        var flags = new ResponseFlags { Sequence = """["0-a","1-b"]""", Conditions = """{"c":1}""" };
        await chs.SavesAsync(world, response, null, flags);
        var older = new ResponseFlags
        {
            Sequence = """["0-a"]""",
            Conditions = "{}",
            Completed = true,
        };
        var saved = await chs.SavesAsync(world, response, null, older);
        Assert.Equal(["0-a", "1-b"], saved.Sequence);
        Assert.Equal(("""{"c":1}""", true), (saved.Header.Conditions, saved.Header.Completed));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_any_json_as_the_reference_does(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartFrameplayerAsync(world);
        foreach (var json in (string[])["[1,2]", "3", """{"a":1}"""])
            Assert.Equal(json, (await chs.SavesAsync(world, response, json)).Text());
    }
}
