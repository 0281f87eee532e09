using Chs.Application.Access;
using Chs.Application.Studies;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class SetStudyRolesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_each_person_the_role_and_a_mail(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var ada = await chs.AddResearcherAsync("ada");
        foreach (var person in (Actor[])[ada, world.Outsider])
            await chs.GiveLabRoleAsync(world, person, LabRole.Guest);
        var before = (await chs.OutboxKindsAsync()).Count;

        await chs.SucceedsAsync(
            world.Researcher,
            RolesOf(world, (ada, StudyRole.Analysis), (world.Outsider, StudyRole.Preview))
        );

        Assert.Equal([StudyRole.Analysis], await RolesOfAsync(chs, ada));
        Assert.Equal([StudyRole.Preview], await RolesOfAsync(chs, world.Outsider));
        var assigned = (await chs.OutboxKindsAsync()).Skip(before).Count(kind => kind == nameof(StudyRoleAssigned));
        Assert.Equal(2, assigned);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_none_when_one_is_refused(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var ada = await chs.AddResearcherAsync("ada");
        await chs.GiveLabRoleAsync(world, ada, LabRole.Guest);
        var roles = RolesOf(world, (ada, StudyRole.Preview), (world.Outsider, StudyRole.Preview));
        var fault = Assert.Single(await chs.FindsFaultsAsync(world.Researcher, roles, "study.not_in_the_lab"));
        Assert.Equal("/roles/1/accountId", fault.Pointer);
        Assert.Empty(await RolesOfAsync(chs, ada));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_the_study_from_strangers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var roles = RolesOf(world, (world.Outsider, StudyRole.Admin));
        foreach (var stranger in (Actor[])[world.Outsider, world.Parent])
            await chs.RefusesAsync(stranger, roles, "study.not_found");
    }

    static SetStudyRoles RolesOf(World world, params (Actor Person, StudyRole Role)[] roles) =>
        new(
            world.Study.Uuid,
            [.. roles.Select(entry => new StudyRoleEntry { AccountId = entry.Person.Id, Role = entry.Role })]
        );

    static Task<List<StudyRole>> RolesOfAsync(TestChs chs, Actor person) =>
        chs.WithAsync(db => db.StudyMemberships.Where(m => m.UserId == person.Key).Select(m => m.Role).ToListAsync());
}
