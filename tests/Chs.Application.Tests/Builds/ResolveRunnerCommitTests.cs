using Chs.Application.Access;
using Chs.Application.Builds;
using Chs.Application.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Builds;

/// <summary>Which commit of which experiment runner a study is built with.</summary>
public class ResolveRunnerCommitTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Finds_the_commit_that_the_study_names(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateFrameplayerStudyAsync(world);
        Assert.Equal(BuildActions.Runner, await chs.AnswerAsync(world.Researcher, new ResolveRunnerCommit(study)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_that_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateFrameplayerStudyAsync(world);
        foreach (var stranger in (Actor[])[world.Parent, world.Outsider])
            await chs.RefusesAsync(stranger, new ResolveRunnerCommit(study), "study.not_found");
    }

    /// <summary>The server would fetch from an address that only it can reach.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_hosts_that_the_site_does_not_know(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateFrameplayerStudyAsync(world);
        var input = new StudyInput { RunnerRepository = "https://169.254.169.254/latest/meta-data" };
        await chs.UpdateStudyAsync(world, input, study);
        var resolve = new ResolveRunnerCommit(study);
        await chs.FindsFaultAsync(world.Researcher, resolve, "runner.repository_refused");
    }
}
