using Chs.Application.Builds;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Builds;

public class ListBuildsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_the_newest_first(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateFrameplayerStudyAsync(world);
        var first = await chs.RequestBuildAsync(world, study);
        var second = await chs.RequestBuildAsync(world, study);
        var listed = await chs.ItemsAsync(world.Researcher, new ListBuilds { StudyId = study });
        Assert.Equal([second, first], listed.Select(build => build.Id));
    }
}
