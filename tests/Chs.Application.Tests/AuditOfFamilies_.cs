using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Paging;
using Chs.Application.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>Reading other families' data is audited in every contract; reading one's own isn't.</summary>
public class AuditOfFamilies_
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Notes_who_read_whose_data(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.ConsentAsync(world, response);
        // The parent reads own data, which isn't audited.
        await ReadEverythingAsync(chs, world, world.Parent, response);
        await ReadEverythingAsync(chs, world, world.Researcher, response);

        var lines = await chs.WithAsync(db =>
            db.Audit.Where(e => e.Action.StartsWith("read "))
                .OrderBy(e => e.Id)
                .Select(e => new
                {
                    e.Actor,
                    e.Action,
                    e.Subject,
                    e.Details,
                })
                .ToListAsync()
        );
        Assert.All(lines, line => Assert.Equal((world.Researcher.Id, """{"shown":1}"""), (line.Actor, line.Details)));
        Assert.Equal(
            [
                ("read users", null),
                ("read user", world.Parent.Id),
                ("read children", null),
                ("read child", world.Child.Uuid),
                ("read responses", null),
                ("read responses", world.Study.Uuid),
                ("read response", response),
                ("read response", response),
                ("read responses", response),
            ],
            lines.Select(line => (line.Action, line.Subject))
        );
        Assert.True((await chs.SendAsync(world.OtherParent, new ReadSession(response))).Failed);
        Assert.Equal(lines.Count, await chs.WithAsync(db => db.Audit.CountAsync(e => e.Action.StartsWith("read "))));
    }

    static async Task ReadEverythingAsync(TestChs chs, World world, Actor actor, Guid response)
    {
        var page = new PageNumber(1, 10);
        await chs.SucceedsAsync(actor, new ListUsersForJsonApi(page));
        await chs.SucceedsAsync(actor, new ReadUserForJsonApi(world.Parent.Id));
        await chs.SucceedsAsync(actor, new ListChildrenForJsonApi(page, null, null));
        await chs.SucceedsAsync(actor, new ReadChildForJsonApi(world.Child.Uuid, null));
        await chs.SucceedsAsync(actor, new ListSessions(page, null, null));
        await chs.SucceedsAsync(actor, new ListSessionsOfStudy(world.Study.Uuid, page, null));
        await chs.SucceedsAsync(actor, new ReadSession(response));
        await chs.SucceedsAsync(actor, new ReadSessionOfStudy(world.Study.Uuid, response));
        await chs.SucceedsAsync(actor, new ListPastSessions(response));
    }
}
