using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Studies;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Labs;

public class RemoveLabMemberTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Lets_every_member_leave(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Member);
        await chs.SucceedsAsync(world.Outsider, new RemoveLabMember(world.Lab.Uuid, world.Outsider.Id));
        await chs.RefusesAsync(world.Outsider, new ListLabMembers { LabId = world.Lab.Uuid }, "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_the_roles_in_the_studies_of_the_lab_too(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Guest);
        await chs.GiveStudyRoleAsync(world, world.Outsider, StudyRole.Preview);
        await chs.SucceedsAsync(world.Researcher, new RemoveLabMember(world.Lab.Uuid, world.Outsider.Id));
        await chs.RefusesAsync(world.Outsider, new ReadStudy(world.Study.Uuid), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_does_not_manage_the_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new RemoveLabMember(world.Lab.Uuid, world.Researcher.Id);
        foreach (var stranger in (Actor[])[world.Outsider, world.Parent])
            await chs.RefusesAsync(stranger, request, "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_accounts_that_are_not_of_the_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new RemoveLabMember(world.Lab.Uuid, world.Parent.Id);
        await chs.RefusesAsync(world.Researcher, request, "researcher.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_the_lab_an_admin(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new RemoveLabMember(world.Lab.Uuid, world.Researcher.Id);
        await chs.RefusesAsync(world.Researcher, request, "lab.last_admin");
        await chs.RefusesAsync(world.Reviewer, request, "rights.not_yours_to_take");
    }
}
