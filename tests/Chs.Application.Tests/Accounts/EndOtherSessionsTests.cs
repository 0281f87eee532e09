using Chs.Application.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class EndOtherSessionsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Ends_every_session_but_this_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var other = await chs.LogInAsync("researcher@test.chs");
        var session = await chs.LogInAsync("researcher@test.chs");
        await chs.SucceedsAsync(world.Researcher, new EndOtherSessions(session));
        Assert.True(await chs.IsLoggedInAsync(session));
        Assert.False(await chs.IsLoggedInAsync(other));
    }
}
