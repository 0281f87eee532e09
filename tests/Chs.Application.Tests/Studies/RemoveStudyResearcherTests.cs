using Chs.Application.Studies;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class RemoveStudyResearcherTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_does_not_manage_the_researchers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Guest);
        await chs.GiveStudyRoleAsync(world, world.Outsider, StudyRole.Preview);
        var request = new RemoveStudyResearcher(world.Study.Uuid, world.Researcher.Id);
        await chs.RefusesAsync(world.Outsider, request, "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_the_study_an_admin(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var leave = new RemoveStudyResearcher(world.Study.Uuid, world.Researcher.Id);
        await chs.RefusesAsync(world.Researcher, leave, "study.last_admin");
    }
}
