using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Domain.Labs;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Labs;

public class SetLabRoleTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_does_not_manage_the_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var ada = await chs.AddResearcherAsync("ada");
        var request = new SetLabRole(world.Lab.Uuid, ada.Id, LabRole.Admin);
        foreach (var stranger in (Actor[])[world.Outsider, world.Parent, ada])
            await chs.RefusesAsync(stranger, request, "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Replaces_the_role_that_a_member_has(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Guest);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Member);
        var roles = await chs.WithAsync(db =>
            db.LabMemberships.Where(m => m.UserId == world.Outsider.Key).Select(m => m.Role).ToListAsync()
        );
        Assert.Equal([LabRole.Member], roles);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_parents(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var toParent = new SetLabRole(world.Lab.Uuid, world.Parent.Id, LabRole.Guest);
        await chs.RefusesAsync(world.Researcher, toParent, "lab.not_a_researcher");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_accounts_that_do_not_exist(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var toNobody = new SetLabRole(world.Lab.Uuid, Guid.NewGuid(), LabRole.Guest);
        await chs.RefusesAsync(world.Researcher, toNobody, "researcher.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_the_lab_an_admin(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var resign = new SetLabRole(world.Lab.Uuid, world.Researcher.Id, LabRole.Member);
        await chs.RefusesAsync(world.Researcher, resign, "lab.last_admin");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_the_lab_an_admin_when_two_resign_at_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var lab = world.Lab.Uuid;
        var ada = await chs.AddResearcherAsync("ada");
        await chs.GiveLabRoleAsync(world, ada, LabRole.Admin);
        var both = await Task.WhenAll(
            Task.Run(() => chs.SendAsync(world.Researcher, new SetLabRole(lab, world.Researcher.Id, LabRole.Guest))),
            Task.Run(() => chs.SendAsync(ada, new SetLabRole(lab, ada.Id, LabRole.Guest)))
        );
        Assert.Single(both, outcome => outcome.Failed);
        var admins = await chs.WithAsync(db => db.LabMemberships.CountAsync(m => m.Role == LabRole.Admin));
        Assert.Equal(1, admins);
    }
}
