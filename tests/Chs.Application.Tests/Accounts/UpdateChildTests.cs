using Chs.Application.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class UpdateChildTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_stale_version_with_the_newest_one_and_changes_nothing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var first = await chs.AnswerAsync(
            world.Parent,
            new UpdateChild(world.Child.Uuid, Children.Called("Mika"), null)
        );

        var stale = new UpdateChild(world.Child.Uuid, Children.Called("Noa"), first.Version - 1);
        var refused = await chs.SendAsync(world.Parent, stale);

        Assert.Equal(("version.stale", first.Version), (refused.Error?.Code, refused.Error?.CurrentVersion));
        Assert.Equal("Mika", (await chs.AnswerAsync(world.Parent, new ReadChild(world.Child.Uuid))).GivenName);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_the_birthday_on_which_the_data_of_a_session_rest(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var other = Children.Called("Mika") with { Birthday = new DateOnly(2022, 8, 1) };
        var update = new UpdateChild(world.Child.Uuid, other, null);
        Assert.Equal(other.Birthday, (await chs.AnswerAsync(world.Parent, update)).Birthday);

        await chs.StartAsync(world);
        var again = update with { Child = other with { Birthday = new DateOnly(2022, 8, 2) } };
        Assert.Equal("/birthday", (await chs.FindsFaultAsync(world.Parent, again, "fixed")).Pointer);
        var renamed = update with { Child = other with { GivenName = "Noa" } };
        Assert.Equal("Noa", (await chs.AnswerAsync(world.Parent, renamed)).GivenName);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_children_of_other_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(
            world.Outsider,
            new UpdateChild(world.Child.Uuid, Children.Called("Noa"), null),
            "child.not_found"
        );
    }
}
