using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Domain.Labs;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Labs;

public class SetLabRolesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_each_person_the_role_and_a_mail(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var ada = await chs.AddResearcherAsync("ada");
        var before = (await chs.OutboxKindsAsync()).Count;
        var roles = RolesOf(world, (ada, LabRole.Member), (world.Outsider, LabRole.Guest));

        await chs.SucceedsAsync(world.Researcher, roles);

        Assert.Equal([LabRole.Member], await RolesOfAsync(chs, ada));
        Assert.Equal([LabRole.Guest], await RolesOfAsync(chs, world.Outsider));
        var assigned = (await chs.OutboxKindsAsync()).Skip(before).Count(kind => kind == nameof(LabRoleAssigned));
        Assert.Equal(2, assigned);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lets_a_new_admin_take_the_place_of_the_last_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var ada = await chs.AddResearcherAsync("ada");
        await chs.SucceedsAsync(
            world.Researcher,
            RolesOf(world, (world.Researcher, LabRole.Member), (ada, LabRole.Admin))
        );
        Assert.Equal([LabRole.Member], await RolesOfAsync(chs, world.Researcher));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_none_when_one_is_refused(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var roles = RolesOf(
            world,
            (world.Outsider, LabRole.Guest),
            (world.Parent, LabRole.Guest),
            (world.Researcher, LabRole.Guest)
        );
        var faults = await chs.FindsFaultsAsync(world.Researcher, roles, "lab.not_a_researcher", "lab.last_admin");
        Assert.Equal(["/roles/1/accountId", "/roles/2/accountId"], faults.Select(fault => fault.Pointer).Order());
        Assert.DoesNotContain(LabRole.Guest, await RolesOfAsync(chs, world.Outsider));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_does_not_manage_the_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var roles = RolesOf(world, (world.Outsider, LabRole.Admin));
        foreach (var stranger in (Actor[])[world.Outsider, world.Parent])
            await chs.RefusesAsync(stranger, roles, "access.forbidden");
    }

    static SetLabRoles RolesOf(World world, params (Actor Person, LabRole Role)[] roles) =>
        new(
            world.Lab.Uuid,
            [.. roles.Select(entry => new LabRoleEntry { AccountId = entry.Person.Id, Role = entry.Role })]
        );

    static Task<List<LabRole>> RolesOfAsync(TestChs chs, Actor person) =>
        chs.WithAsync(db => db.LabMemberships.Where(m => m.UserId == person.Key).Select(m => m.Role).ToListAsync());
}
