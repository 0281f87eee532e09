using System.Text;
using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>Saves of frameplayer sessions, whose data are an object of frames.</summary>
public class SaveFrames_
{
    static async Task<(TestChs Chs, World World, Guid Response)> StartAsync(DatabaseProvider on)
    {
        var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        // Nothing starts frameplayer sessions before their builds exist; the data path is ready for them.
        await chs.WithAsync(db =>
            db.Responses.ExecuteUpdateAsync(set =>
                set.SetProperty(r => r.StudyType, Domain.Studies.StudyType.Frameplayer)
                    .SetProperty(r => r.Shape, DataShape.Object)
                    .SetProperty(r => r.Sequence, "[]")
            )
        );
        return (chs, world, response);
    }

    static string Text(SessionView view) => Encoding.UTF8.GetString(view.Data.Span);

    [Theory, OnSqlite, OnPostgres]
    public async Task Merges_frames_by_id_and_deletes_none(DatabaseProvider on)
    {
        var (chs, world, response) = await StartAsync(on);
        await using var _ = chs;
        await chs.SaveAsync(
            world,
            response,
            """{"0-a":{"x":1},"1-b":{"x":2}}""",
            new ResponseFlags { Sequence = """["0-a","1-b"]""" }
        );
        var late = await chs.SaveAsync(world, response, """{"0-a":{"x":9},"2-c":{}}""");
        Assert.Equal("""{"0-a":{"x":9},"1-b":{"x":2},"2-c":{}}""", Text(late.Value));
        Assert.Equal(["0-a", "1-b"], late.Value.Sequence);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Reads_the_answers_of_the_last_exit_frame(DatabaseProvider on)
    {
        var (chs, world, response) = await StartAsync(on);
        await using var _ = chs;
        Assert.True(
            (await chs.SaveAsync(world, response, """{"0-x":{"frameType":"EXIT","withdrawal":true}}""")).Value.Withdrawn
        );
        Assert.False(
            (await chs.SaveAsync(world, response, """{"0-x":{"frameType":"EXIT","withdrawal":false}}"""))
                .Value
                .Withdrawn
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_any_json_as_the_reference_does(DatabaseProvider on)
    {
        var (chs, world, response) = await StartAsync(on);
        await using var _ = chs;
        foreach (var json in (string[])["[1,2]", "3", """{"a":1}""", "\"text\""])
            Assert.Equal(json, Text((await chs.SaveAsync(world, response, json)).Value));
    }
}
