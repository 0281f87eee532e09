using Chs.Application.Access;
using Chs.Application.Builds;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Builds;

public class RequestBuildTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_that_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new RequestBuild(await chs.CreateFrameplayerStudyAsync(world));
        foreach (var stranger in (Actor[])[world.Parent, world.Outsider])
            await chs.RefusesAsync(stranger, request, "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_may_not_write_the_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new RequestBuild(await chs.CreateFrameplayerStudyAsync(world));
        await chs.RefusesAsync(world.Reviewer, request, "access.forbidden");
    }

    [Theory, OnSqlite]
    public async Task Says_when_to_try_again_while_the_code_host_does_not_answer(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var input = new StudyInput { Name = "Of the newest commit", Structure = """{"frames":{},"sequence":[]}""" };
        var create = new CreateStudy(world.Lab.Uuid, input, StudyType.Frameplayer);
        var request = new RequestBuild((await chs.AnswerAsync(world.Researcher, create)).Id);
        chs.Sources.IsUp = false;
        var refused = await chs.RefusesAsync(world.Researcher, request, "runner.host_unavailable");
        Assert.Equal(ErrorKind.Unavailable, refused.Kind);
        Assert.NotNull(refused.RetryAfter);
    }

    [Theory, OnSqlite]
    public async Task Says_at_once_that_nothing_can_be_built_here(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateFrameplayerStudyAsync(world);
        chs.Engine.Missing = "Install an engine.";
        chs.Sources.Asked.Clear();
        var refused = await chs.RefusesAsync(world.Researcher, new RequestBuild(study), "build.no_engine");
        Assert.Equal(ErrorKind.Unavailable, refused.Kind);
        Assert.Equal("Install an engine.", refused.Message);
        Assert.Empty(chs.Sources.Asked);
        // Whoever may not build learns nothing about it.
        await chs.RefusesAsync(world.Outsider, new RequestBuild(study), "study.not_found");
    }

    /// <summary>Where workers build, the queue keeps the build until one of them has an engine.</summary>
    [Theory, OnSqlite]
    public async Task Asks_for_no_engine_where_workers_build(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on, buildsInApi: false);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateFrameplayerStudyAsync(world);
        chs.Engine.Missing = "Install an engine.";
        var build = await chs.AnswerAsync(world.Researcher, new RequestBuild(study));
        Assert.Equal(BuildState.Requested, build.State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_studies_that_are_not_built(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new RequestBuild(world.Study.Uuid);
        await chs.RefusesAsync(world.Researcher, request, "build.not_needed");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Supersedes_a_build_that_waits(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateFrameplayerStudyAsync(world);
        var first = await chs.RequestBuildAsync(world, study);
        await chs.RequestBuildAsync(world, study);
        Assert.Equal(BuildState.Superseded, (await chs.AnswerAsync(world.Researcher, new ReadBuild(first))).State);
        Assert.Equal(BuildClaim.Ended, (await chs.Get<BuildStore>().ClaimAsync(first, default)).Claim);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_while_a_build_runs(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateFrameplayerStudyAsync(world);
        await chs.ClaimBuildAsync(await chs.RequestBuildAsync(world, study));
        await chs.RefusesAsync(world.Researcher, new RequestBuild(study), "build.running");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_one_build_waiting_when_several_are_requested_at_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new RequestBuild(await chs.CreateFrameplayerStudyAsync(world));
        await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => chs.SendAsync(world.Researcher, request)))
        );
        Assert.Equal(1, await chs.WithAsync(db => db.Builds.CountAsync(b => b.State == BuildState.Requested)));
    }

    /// <summary>The protocol isn't part of the built files.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Is_not_needed_again_when_only_the_protocol_changes(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateFrameplayerStudyAsync(world);
        await chs.BuildAsync(world, study, 'b');
        var input = new StudyInput { Structure = """{"frames":{"a":{}},"sequence":["a"]}""" };
        Assert.True((await chs.UpdateStudyAsync(world, input, study)).IsBuilt);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_needed_again_when_the_runner_changes(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateFrameplayerStudyAsync(world);
        await chs.BuildAsync(world, study, 'b');
        var input = new StudyInput { RunnerCommit = new string('d', 40) };
        Assert.False((await chs.UpdateStudyAsync(world, input, study)).IsBuilt);
    }
}
