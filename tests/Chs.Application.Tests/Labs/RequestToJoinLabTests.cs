using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Domain.Labs;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Labs;

public class RequestToJoinLabTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_managers_of_the_lab_who_asks_however_often(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SucceedsAsync(world.Outsider, new RequestToJoinLab(world.Lab.Uuid));
        await chs.SucceedsAsync(world.Outsider, new RequestToJoinLab(world.Lab.Uuid));
        var asking = await MemberAsync(chs, world, world.Researcher);
        Assert.Equal((true, (LabRole?)null), (asking.HasAsked, asking.Role));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_settled_once_a_role_is_given(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SucceedsAsync(world.Outsider, new RequestToJoinLab(world.Lab.Uuid));
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Member);
        var member = await MemberAsync(chs, world, world.Outsider);
        Assert.Equal((false, (LabRole?)LabRole.Member), (member.HasAsked, member.Role));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(world.Parent, new RequestToJoinLab(world.Lab.Uuid), "access.forbidden");
    }

    /// <summary>The outsider among the members of the world's lab.</summary>
    static async Task<LabMemberItem> MemberAsync(TestChs chs, World world, Actor reader)
    {
        var members = await chs.ItemsAsync(reader, new ListLabMembers { LabId = world.Lab.Uuid });
        return Assert.Single(members, member => member.AccountId == world.Outsider.Id);
    }
}
