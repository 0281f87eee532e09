using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>A broker that is killed while builds run and wait.</summary>
public class KilledBrokerTests
{
    [BuildFact]
    public async Task Every_build_succeeds_after_the_broker_is_back()
    {
        await using var broker = await RabbitBroker.StartAsync();
        await using var scene = await BuildScene.StartAsync(broker.Address);
        var worker = await scene.WorkerAsync();
        await scene.SucceedAsync(await scene.StudyAsync(scene.Good));
        await broker.StoreAsync();

        var running = await RequestAsync("await new Promise(done => setTimeout(done, 6000));");
        await scene.WaitAsync(running, "build");
        // The worker is paused, so that the other jobs stay in the queue.
        await worker.SignalAsync("STOP");
        List<Guid> builds = [running, await RequestAsync("// 1"), await RequestAsync("// 2")];
        await scene.WaitUntilAsync(builds[2], read => read.GetProperty("state").GetString() == "queued");
        await broker.KillAsync();
        await worker.SignalAsync("CONT");
        var inOutbox = await RequestAsync("// 3");
        await scene.Api.WaitForOutputAsync("could not be delivered");
        Assert.Equal("requested", (await scene.ReadAsync(inOutbox)).GetProperty("state").GetString());
        await broker.StartAgainAsync();
        foreach (var build in builds.Append(inOutbox))
        {
            var ended = await scene.WaitAsync(build, seconds: 90);
            Assert.True(ended.GetProperty("state").GetString() == "succeeded", await scene.LogAsync(build));
        }

        Assert.Equal("", await scene.ContainersLeftAsync(4 * BuildScene.Lease));

        async Task<Guid> RequestAsync(string script) =>
            await scene.RequestAsync(await scene.StudyAsync(scene.CommitThat(script)));
    }
}
