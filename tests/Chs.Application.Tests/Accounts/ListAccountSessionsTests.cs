using Chs.Application.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class ListAccountSessionsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Marks_the_session_that_asks(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        const string email = "researcher@test.chs";
        var logIns = Enumerable.Range(0, 3).Select(_ => chs.LogInAsync(email));
        var sessions = await Task.WhenAll(logIns);
        var listed = await chs.ItemsAsync(world.Researcher, new ListAccountSessions { Session = sessions[0] });
        Assert.Equal((3, 1), (listed.Count, listed.Count(session => session.IsThisOne)));
    }
}
