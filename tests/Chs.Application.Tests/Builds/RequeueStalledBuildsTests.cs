using Chs.Application.Builds;
using Chs.Domain.Builds;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Builds;

public class RequeueStalledBuildsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_a_build_to_the_worker_that_holds_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.ClaimBuildAsync(await chs.RequestBuildOfNewStudyAsync(await World.MakeAsync(chs)));
        Assert.Equal(0, await chs.AnswerAsync(null, new RequeueStalledBuilds()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Queues_a_build_once_whose_worker_has_disappeared(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.ClaimBuildAsync(await chs.RequestBuildOfNewStudyAsync(await World.MakeAsync(chs)));
        chs.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(1, await chs.AnswerAsync(null, new RequeueStalledBuilds()));
        Assert.Equal(0, await chs.AnswerAsync(null, new RequeueStalledBuilds()));
        Assert.Contains(nameof(BuildRequeued), await chs.OutboxKindsAsync());
    }
}
