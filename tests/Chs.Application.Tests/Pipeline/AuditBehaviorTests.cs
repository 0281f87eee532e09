using Chs.Application.Exports;
using Chs.Application.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Pipeline;

/// <summary>Requests that leave a line in the audit log although they change nothing.</summary>
public class AuditBehaviorTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Notes_who_ruled_on_a_response_and_who_read_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.ConsentAsync(world, response);
        await chs.SucceedsAsync(world.Researcher, new ReadResponse(world.Study.Uuid, response));
        Assert.Equal(
            [("rule consent", world.Researcher.Id), ("read response", world.Researcher.Id)],
            await LinesAsync(chs, response)
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Notes_exports_and_whether_they_identify_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.ConsentAsync(world, await chs.StartAsync(world));
        await chs.SucceedsAsync(world.Researcher, new ExportResponses(world.Study.Uuid, []));
        await chs.SucceedsAsync(world.Researcher, new ExportResponses(world.Study.Uuid, ["child__name"]));
        Assert.Equal(
            [
                ("export responses", world.Researcher.Id),
                ("export responses with identifiable columns", world.Researcher.Id),
            ],
            (await LinesAsync(chs, world.Study.Uuid)).Where(line =>
                line.Action.StartsWith("export", StringComparison.Ordinal)
            )
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Notes_nothing_when_reading_is_refused(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.RefusesAsync(world.Outsider, new ReadResponse(world.Study.Uuid, response), "study.not_found");
        Assert.Empty(await LinesAsync(chs, response));
    }

    /// <summary>What is noted of a subject, without the lines that the domain's own events write.</summary>
    static async Task<List<(string Action, Guid Actor)>> LinesAsync(TestChs chs, Guid subject)
    {
        string[] events = ["response started", "consent ruled"];
        var lines = await chs.WithAsync(db =>
            db.Audit.Where(e => e.Subject == subject && !events.Contains(e.Action)).OrderBy(e => e.Id).ToListAsync()
        );
        return [.. lines.Select(line => (line.Action, line.Actor!.Value))];
    }
}
