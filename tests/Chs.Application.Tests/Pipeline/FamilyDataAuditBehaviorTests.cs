using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Paging;
using Chs.Application.Responses;
using Chs.Domain.Auditing;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Pipeline;

/// <summary>Reading other families' data is audited in every contract; reading one's own isn't.</summary>
public class FamilyDataAuditBehaviorTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Notes_each_reading_and_whose_data_it_showed(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await StartWithConsentAsync(chs, world);
        await ReadEverythingAsync(chs, world, world.Researcher, response);
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
            (await ReadingsAsync(chs)).Select(reading => (reading.Action, reading.Subject))
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Notes_who_read_and_how_many_were_shown(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await ReadEverythingAsync(chs, world, world.Researcher, await StartWithConsentAsync(chs, world));
        Assert.All(
            await ReadingsAsync(chs),
            reading => Assert.Equal((world.Researcher.Id, """{"shown":1}"""), (reading.Actor, reading.Details))
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Notes_nothing_when_parents_read_their_own_data(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await ReadEverythingAsync(chs, world, world.Parent, await StartWithConsentAsync(chs, world));
        Assert.Empty(await ReadingsAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Notes_nothing_when_reading_is_refused(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await StartWithConsentAsync(chs, world);
        await chs.RefusesAsync(world.OtherParent, new ReadSession(response), "response.not_found");
        Assert.Empty(await ReadingsAsync(chs));
    }

    static async Task<Guid> StartWithConsentAsync(TestChs chs, World world)
    {
        var response = await chs.StartAsync(world);
        await chs.ConsentAsync(world, response);
        return response;
    }

    static Task<List<AuditEntry>> ReadingsAsync(TestChs chs) =>
        chs.WithAsync(db =>
            db.Audit.AsNoTracking().Where(e => e.Action.StartsWith("read ")).OrderBy(e => e.Id).ToListAsync()
        );

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
