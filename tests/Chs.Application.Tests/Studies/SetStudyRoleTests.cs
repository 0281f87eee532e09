using Chs.Application.Studies;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class SetStudyRoleTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_researchers_who_are_not_of_the_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new SetStudyRole(world.Study.Uuid, world.Outsider.Id, StudyRole.Design);
        await chs.RefusesAsync(world.Researcher, request, "study.not_in_the_lab");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_the_study_from_guests_of_the_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Guest);
        var request = new SetStudyRole(world.Study.Uuid, world.Outsider.Id, StudyRole.Admin);
        await chs.RefusesAsync(world.Outsider, request, "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_does_not_manage_the_researchers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Guest);
        await chs.GiveStudyRoleAsync(world, world.Outsider, StudyRole.Preview);
        var request = new SetStudyRole(world.Study.Uuid, world.Outsider.Id, StudyRole.Admin);
        await chs.RefusesAsync(world.Outsider, request, "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_the_study_an_admin(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var resign = new SetStudyRole(world.Study.Uuid, world.Researcher.Id, StudyRole.Manager);
        await chs.RefusesAsync(world.Researcher, resign, "study.last_admin");
    }
}
