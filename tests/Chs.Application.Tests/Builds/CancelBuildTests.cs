using Chs.Application.Access;
using Chs.Application.Builds;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Builds;

public class CancelBuildTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_builds_of_studies_that_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var build = await chs.RequestBuildOfNewStudyAsync(world);
        foreach (var stranger in (Actor[])[world.Parent, world.Outsider])
            await chs.RefusesAsync(stranger, new CancelBuild(build), "build.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_may_not_write_the_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var build = await chs.RequestBuildOfNewStudyAsync(world);
        await chs.RefusesAsync(world.Reviewer, new CancelBuild(build), "access.forbidden");
    }
}
