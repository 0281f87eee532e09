using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>Build workers that are paused or asked to stop.</summary>
public class StoppedWorkerTests(IdleScene idle) : IClassFixture<IdleScene>, IAsyncLifetime
{
    BuildScene Scene => idle.Scene;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Scene.KillWorkersAsync();

    [BuildFact]
    public async Task A_worker_that_is_paused_for_too_long_changes_nothing_any_more()
    {
        var study = await Scene.StudyAsync(Scene.CommitThat("await new Promise(done => setTimeout(done, 1500));"));
        var paused = await Scene.WorkerAsync();
        var build = await Scene.RequestAsync(study);
        await Scene.WaitAsync(build, "build");
        await paused.SignalAsync("STOP");
        var other = await Scene.WorkerAsync();
        // The broker would redeliver the job when the paused worker's connection is gone. Publishing it again saves
        // that time.
        await Scene.PublishAsync(build);
        var ended = await Scene.WaitAsync(build);
        Assert.Equal("succeeded", ended.GetProperty("state").GetString());
        Assert.Equal(2, ended.GetProperty("attempt").GetInt32());
        var log = await Scene.LogAsync(build);
        var version = ended.GetProperty("version").GetInt32();
        await other.KillAsync();

        await paused.SignalAsync("CONT");
        // It works again, so it has also noticed that the first build isn't its own any more.
        await Scene.SucceedAsync(await Scene.StudyAsync(Scene.CommitThat("// after the pause")));
        Assert.Equal(log, await Scene.LogAsync(build));
        Assert.Equal(version, (await Scene.ReadAsync(build)).GetProperty("version").GetInt32());
        Assert.Equal("", await Scene.ContainersLeftAsync(4 * BuildScene.Lease));
    }

    [BuildFact]
    public async Task A_worker_that_is_asked_to_stop_hands_its_build_back()
    {
        var study = await Scene.StudyAsync(Scene.CommitThat("await new Promise(done => setTimeout(done, 10_000));"));
        var first = await Scene.WorkerAsync();
        var build = await Scene.RequestAsync(study);
        await Scene.WaitAsync(build, "build");
        Assert.Equal(0, await first.StopAsync());
        Assert.Equal("queued", (await Scene.ReadAsync(build)).GetProperty("state").GetString());
        Assert.Equal("", await Scene.ContainersLeftAsync());
        await Scene.WorkerAsync();
        Assert.Equal("succeeded", (await Scene.WaitAsync(build)).GetProperty("state").GetString());
    }
}
