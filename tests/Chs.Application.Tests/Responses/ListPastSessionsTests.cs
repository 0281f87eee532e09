using Chs.Application.Paging;
using Chs.Application.Responses;
using Chs.Application.Tests.Paging;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Responses;

public class ListPastSessionsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_no_more_statements_for_many_sessions(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await ManyRows.AddAsync(chs, world);
        var sessions = await chs.AnswerAsync(world.Parent, new ListSessions(new PageNumber(1, 1), null, null));
        var before = chs.Statements;
        var past = await chs.AnswerAsync(world.Parent, new ListPastSessions(sessions.Items[0].Header.Id));
        Assert.Equal(ManyRows.Count, past.Count);
        Assert.InRange(chs.Statements - before, 1, 8);
    }
}
