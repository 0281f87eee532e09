using Chs.Application.Access;
using Chs.Application.Builds;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Builds;

/// <summary>Builds, their events and their records are read by whoever may read the study.</summary>
public class ReadBuildTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_builds_of_studies_that_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var build = await chs.RequestBuildOfNewStudyAsync(world);
        foreach (var stranger in (Actor[])[world.Parent, world.Outsider])
        {
            await chs.RefusesAsync(stranger, new ReadBuild(build), "build.not_found");
            await chs.RefusesAsync(stranger, new ReadBuildEvents(build, 0, 10), "build.not_found");
            await chs.RefusesAsync(stranger, new ReadBuildRecord(build, BuildRecord.Provenance), "build.not_found");
        }
    }
}
