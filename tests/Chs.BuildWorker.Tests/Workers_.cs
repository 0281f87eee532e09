using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>Build workers that are killed, paused or stopped, and a broker that is killed.</summary>
public class Workers_
{
    [BuildTheory]
    [InlineData("source")]
    [InlineData("dependencies")]
    [InlineData("build")]
    [InlineData("check")]
    [InlineData("upload")]
    [InlineData("publish")]
    public async Task That_are_killed_leave_nothing_that_another_can_t_finish(string stage)
    {
        await using var scene = await BuildScene.StartAsync();
        var study = await scene.StudyAsync(scene.Good);
        var worker = await scene.WorkerAsync();
        Assert.Equal("succeeded", (await scene.BuildAsync(study)).GetProperty("state").GetString());

        await scene.UseAsync(study, CommitSlow(scene, stage));
        SlowDown(scene, stage);
        var build = await scene.RequestAsync(study);
        var running = await scene.WaitAsync(build, stage);
        Assert.Equal("running", running.GetProperty("state").GetString());
        await worker.KillAsync();
        Assert.NotNull(await scene.PageAsync(study));
        scene.Code.Delay = TimeSpan.Zero;
        scene.Store.Slow = null;

        await scene.WorkerAsync();
        var ended = await scene.WaitAsync(build);
        Assert.True(ended.GetProperty("state").GetString() == "succeeded", await scene.LogAsync(build));
        Assert.Equal(2, ended.GetProperty("attempt").GetInt32());
        Assert.Equal("", await scene.ContainersLeftAsync(4 * BuildScene.Lease));
        // The log has no gap, and no line of the dead worker after the first one of its successor.
        var log = await scene.Researcher.GetJsonAsync($"/api/v3/builds/{build}/log?limit=5000");
        var numbers = log.GetProperty("events")
            .EnumerateArray()
            .Select(line => line.GetProperty("number").GetInt32())
            .ToList();
        Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
    }

    /// <summary>A commit with which dependencies, build and check take long enough to kill the worker in them.</summary>
    static string CommitSlow(BuildScene scene, string stage)
    {
        const string manyFiles = """
            mkdirSync("dist");
            for (let i = 0; i < 200; i++) writeFileSync(`dist/f${i}.txt`, `${i} ${Math.random()}`);
            await new Promise(done => setTimeout(done, 2000));
            """;
        const string longPage = """

            import { appendFileSync } from "node:fs";
            appendFileSync("dist/index.html", "<!-- much to look through -->".repeat(1_000_000));
            """;
        var script = BuildScene.Script(manyFiles);
        if (stage == "check")
            script += longPage;
        return scene.Code.Commit(
            ("chs-runner.json", """{"node":"20","install":["sleep","2"],"build":["node","build.mjs"]}"""),
            ("build.mjs", script)
        );
    }

    static void SlowDown(BuildScene scene, string stage)
    {
        if (stage == "source")
            scene.Code.Delay = TimeSpan.FromSeconds(3);
        if (stage is "upload" or "check")
            scene.Store.Slow = ("/files/", TimeSpan.FromMilliseconds(200));
        if (stage == "publish")
            scene.Store.Slow = ("/records/", TimeSpan.FromSeconds(3));
    }

    [BuildFact]
    public async Task That_are_paused_for_too_long_change_nothing_any_more()
    {
        await using var scene = await BuildScene.StartAsync();
        var study = await scene.StudyAsync(scene.CommitThat("await new Promise(done => setTimeout(done, 1500));"));
        var paused = await scene.WorkerAsync();
        var build = await scene.RequestAsync(study);
        await scene.WaitAsync(build, "build");
        await paused.SignalAsync("STOP");
        await scene.WorkerAsync();
        // The broker would redeliver the job when the paused worker's connection is gone. Publishing it again saves that time.
        await scene.PublishAsync(build);
        var ended = await scene.WaitAsync(build);
        Assert.Equal("succeeded", ended.GetProperty("state").GetString());
        Assert.Equal(2, ended.GetProperty("attempt").GetInt32());
        var log = await scene.LogAsync(build);
        var version = ended.GetProperty("version").GetInt32();
        await paused.SignalAsync("CONT");
        await Task.Delay(5000);
        Assert.Equal(log, await scene.LogAsync(build));
        Assert.Equal(version, (await scene.ReadAsync(build)).GetProperty("version").GetInt32());
        Assert.Equal("", await scene.ContainersLeftAsync(4 * BuildScene.Lease));
    }

    [BuildFact]
    public async Task That_are_asked_to_stop_hand_their_builds_back()
    {
        await using var scene = await BuildScene.StartAsync();
        var study = await scene.StudyAsync(scene.CommitThat("await new Promise(done => setTimeout(done, 3000));"));
        var first = await scene.WorkerAsync();
        var build = await scene.RequestAsync(study);
        await scene.WaitAsync(build, "build");
        Assert.Equal(0, await first.StopAsync());
        Assert.Equal("queued", (await scene.ReadAsync(build)).GetProperty("state").GetString());
        Assert.Equal("", await scene.ContainersLeftAsync(2));
        await scene.WorkerAsync();
        Assert.Equal("succeeded", (await scene.WaitAsync(build)).GetProperty("state").GetString());
    }

    [BuildFact]
    public async Task Find_a_broker_again_that_was_killed_with_orders_in_it()
    {
        await using var broker = await RabbitBroker.StartAsync();
        await using var scene = await BuildScene.StartAsync(broker.Address);
        var worker = await scene.WorkerAsync();
        var first = await scene.BuildAsync(await scene.StudyAsync(scene.Good));
        Assert.Equal("succeeded", first.GetProperty("state").GetString());
        // A queue whose broker is killed in its first seconds can come back without a leader.
        await Task.Delay(TimeSpan.FromSeconds(8));

        var running = await RequestAsync("await new Promise(done => setTimeout(done, 6000));");
        await scene.WaitAsync(running, "build");
        // The worker is paused, so that the other jobs stay in the queue.
        await worker.SignalAsync("STOP");
        List<Guid> queued = [await RequestAsync("// 1"), await RequestAsync("// 2")];
        await scene.WaitUntilAsync(queued[1], read => read.GetProperty("state").GetString() == "queued");
        await broker.KillAsync();
        await worker.SignalAsync("CONT");
        // This one waits in the outbox.
        queued.Add(await RequestAsync("// 3"));
        await Task.Delay(1500);
        Assert.Equal("requested", (await scene.ReadAsync(queued[2])).GetProperty("state").GetString());
        await broker.StartAgainAsync();
        foreach (var build in queued.Append(running))
        {
            var ended = await scene.WaitAsync(build, seconds: 90);
            Assert.True(ended.GetProperty("state").GetString() == "succeeded", await scene.LogAsync(build));
        }

        Assert.Equal("", await scene.ContainersLeftAsync(4 * BuildScene.Lease));

        async Task<Guid> RequestAsync(string script) =>
            await scene.RequestAsync(await scene.StudyAsync(scene.CommitThat(script)));
    }
}
