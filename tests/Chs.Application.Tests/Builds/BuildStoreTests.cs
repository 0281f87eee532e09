using Chs.Application.Builds;
using Chs.Domain.Builds;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Builds;

/// <summary>What workers write about a build, and from whom it is accepted.</summary>
public class BuildStoreTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_a_build_to_one_of_many_workers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var build = await chs.RequestBuildOfNewStudyAsync(await World.MakeAsync(chs));
        var store = chs.Get<BuildStore>();
        var claims = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => store.ClaimAsync(build, default)))
        );
        Assert.Single(claims, claim => claim.Claim is BuildClaim.Taken);
        Assert.Equal(7, claims.Count(claim => claim.Claim is BuildClaim.HeldByAnother));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Renews_the_lease_of_the_worker_that_holds_the_build(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var build = await chs.RequestBuildOfNewStudyAsync(await World.MakeAsync(chs));
        var lease = await chs.ClaimBuildAsync(build);
        Assert.True(await chs.Get<BuildStore>().HeartbeatAsync(lease, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Accepts_no_news_from_a_worker_that_lost_the_build(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var (_, sleeper, _) = await LoseBuildAsync(chs, await World.MakeAsync(chs));
        var store = chs.Get<BuildStore>();
        Assert.False(await store.HeartbeatAsync(sleeper, default));
        Assert.False(await store.EnterStageAsync(sleeper, BuildStage.Upload, default));
        var line = new BuildLine(BuildEventKind.Note, "too late");
        Assert.False(await store.AppendLogAsync(sleeper, [line], default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Accepts_no_end_from_a_worker_that_lost_the_build(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var (_, sleeper, _) = await LoseBuildAsync(chs, await World.MakeAsync(chs));
        Assert.False(await SucceedAsync(chs, sleeper, 'b'));
        var failure = new BuildFailure("x", "y", IsTransient: true);
        Assert.Null(await chs.Get<BuildStore>().FailAsync(sleeper, failure, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_the_result_of_the_worker_that_took_the_build_over(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var (build, sleeper, other) = await LoseBuildAsync(chs, world);
        await SucceedAsync(chs, sleeper, 'b', size: 1);
        Assert.True(await SucceedAsync(chs, other, 'c', size: 2));
        var files = await chs.ItemsAsync(world.Researcher, new ListBuildFiles { BuildId = build });
        Assert.Equal([2], files.Select(file => file.Size));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Makes_the_study_ready_when_its_build_succeeds(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateFrameplayerStudyAsync(world);
        await chs.BuildAsync(world, study, 'b');
        Assert.True((await chs.ReadStudyAsync(world, study)).IsBuilt);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_lines_of_a_worker_that_lost_the_build_out_of_the_log(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var (build, sleeper, other) = await LoseBuildAsync(chs, world);
        var store = chs.Get<BuildStore>();
        await store.AppendLogAsync(sleeper, [new BuildLine(BuildEventKind.Note, "too late")], default);
        await store.AppendLogAsync(other, [new BuildLine(BuildEventKind.Note, "in time")], default);
        var log = await chs.AnswerAsync(world.Researcher, new ReadBuildEvents(build, 0, 100));
        var notes = log.Events.Where(line => line.Kind is BuildEventKind.Note).Select(line => line.Text).ToList();
        Assert.Contains("in time", notes);
        Assert.DoesNotContain("too late", notes);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Reserves_no_artefact_that_is_being_deleted(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.BuildAsync(world, await chs.CreateFrameplayerStudyAsync(world), 'c');
        await chs.WithAsync(db => db.StoredArtefacts.ExecuteUpdateAsync(set => set.SetProperty(a => a.IsDoomed, true)));
        Assert.Null(await chs.Get<BuildStore>().ReserveAsync([BuildActions.PageKey('c')], default));
    }

    /// <summary>A worker claims a build and sleeps through its lease, so that another one claims the build.</summary>
    static async Task<(Guid Build, BuildLease Sleeper, BuildLease Other)> LoseBuildAsync(TestChs chs, World world)
    {
        var build = await chs.RequestBuildOfNewStudyAsync(world);
        var sleeper = await chs.ClaimBuildAsync(build);
        chs.Time.Advance(TimeSpan.FromMinutes(5));
        return (build, sleeper, await chs.ClaimBuildAsync(build));
    }

    static Task<bool> SucceedAsync(TestChs chs, BuildLease lease, char digest, int size = 6)
    {
        var page = BuildFile.Of(lease.Key, "index.html", size, BuildActions.DigestOf(digest), "text/html", null);
        return chs.Get<BuildStore>().SucceedAsync(lease, [page], "p", "c", default);
    }
}
