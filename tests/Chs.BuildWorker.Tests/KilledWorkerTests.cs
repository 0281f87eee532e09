using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>Build workers that are killed in each stage of a build.</summary>
public class KilledWorkerTests(SuccessorScene successors) : IClassFixture<SuccessorScene>, IAsyncLifetime
{
    BuildScene Scene => successors.Scene;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Scene.Code.Delay = TimeSpan.Zero;
        Scene.Store.Slow = null;
        return Task.CompletedTask;
    }

    [BuildTheory]
    [InlineData("source")]
    [InlineData("dependencies")]
    [InlineData("build")]
    [InlineData("check")]
    [InlineData("upload")]
    [InlineData("publish")]
    public async Task A_build_whose_worker_is_killed_is_finished_by_another(string stage)
    {
        var (study, worker) = await successors.ReadyAsync();
        await Scene.UseAsync(study, CommitSlow(stage));
        SlowDown(stage);
        var build = await Scene.RequestAsync(study);
        var running = await Scene.WaitAsync(build, stage);
        Assert.Equal("running", running.GetProperty("state").GetString());
        await worker.KillAsync();
        Assert.NotNull(await Scene.PageAsync(study));
        Scene.Code.Delay = TimeSpan.Zero;
        Scene.Store.Slow = null;

        await successors.ReplaceWorkerAsync();
        var ended = await Scene.WaitAsync(build);
        Assert.True(ended.GetProperty("state").GetString() == "succeeded", await Scene.LogAsync(build));
        Assert.Equal(2, ended.GetProperty("attempt").GetInt32());
        Assert.Equal("", await Scene.ContainersLeftAsync(4 * BuildScene.Lease));
        // The log has no gap, and no line of the dead worker after the first one of its successor.
        var numbers = await Scene.EventNumbersAsync(build);
        Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
    }

    /// <summary>A commit whose build takes long enough in this stage to kill the worker there.</summary>
    string CommitSlow(string stage)
    {
        const string pause = "await new Promise(done => setTimeout(done, 2000));";
        const string manyFiles = """
            mkdirSync("dist");
            for (let i = 0; i < 200; i++) writeFileSync(`dist/f${i}.txt`, `${i} ${Math.random()}`);

            """;
        const string longPage = """

            import { appendFileSync } from "node:fs";
            appendFileSync("dist/index.html", "<!-- much to look through -->".repeat(1_000_000));
            """;
        var install = stage == "dependencies" ? """["sleep","2"]""" : """["true"]""";
        var script = BuildScene.Script(manyFiles + (stage == "build" ? pause : ""));
        return Scene.Code.Commit(
            ("chs-runner.json", $$"""{"node":"20","install":{{install}},"build":["node","build.mjs"]}"""),
            ("build.mjs", stage == "check" ? script + longPage : script)
        );
    }

    void SlowDown(string stage)
    {
        if (stage == "source")
            Scene.Code.Delay = TimeSpan.FromSeconds(3);
        if (stage is "upload" or "check")
            Scene.Store.Slow = ("/files/", TimeSpan.FromMilliseconds(200));
        if (stage == "publish")
            Scene.Store.Slow = ("/records/", TimeSpan.FromSeconds(3));
    }
}
