using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
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
    public async Task Takes_any_json_as_the_reference_does(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartFrameplayerAsync(world);
        foreach (var json in (string[])["[1,2]", "3", """{"a":1}""", "\"text\""])
            Assert.Equal(json, (await chs.SavesAsync(world, response, json)).Text());
    }
}
