using Chs.Application.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class DeleteChildTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_stale_version_with_the_newest_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var newest = (await chs.AnswerAsync(world.Parent, new ReadChild(world.Child.Uuid))).Version;

        var refused = await chs.SendAsync(world.Parent, new DeleteChild(world.Child.Uuid, newest + 1));

        Assert.Equal(("version.stale", newest), (refused.Error?.Code, refused.Error?.CurrentVersion));
        await chs.SucceedsAsync(world.Parent, new ReadChild(world.Child.Uuid));
    }
}
