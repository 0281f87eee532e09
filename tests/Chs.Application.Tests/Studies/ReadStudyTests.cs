using Chs.Application.Access;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class ReadStudyTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_that_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        foreach (var actor in (Actor[])[world.Outsider, world.Parent])
        {
            await chs.RefusesAsync(actor, new ReadStudy(world.Study.Uuid), "study.not_found");
            await chs.RefusesAsync(actor, new ReadStudyForJsonApi(world.Study.Uuid), "study.not_found");
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_researchers_a_study_that_shares_its_preview(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await SharedPreviewAsync(chs);
        await chs.SucceedsAsync(world.Outsider, new ReadStudy(world.Study.Uuid));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_a_study_that_shares_its_preview_from_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await SharedPreviewAsync(chs);
        await chs.RefusesAsync(world.Parent, new ReadStudy(world.Study.Uuid), "study.not_found");
    }

    static async Task<World> SharedPreviewAsync(TestChs chs)
    {
        var world = await World.MakeAsync(chs, StudyState.Created);
        await chs.UpdateStudyAsync(world, new StudyInput { IsPreviewShared = true });
        return world;
    }
}
