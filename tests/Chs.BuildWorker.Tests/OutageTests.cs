using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>Faults that pass: a store or a code host that is away for a while, and jobs that are delivered twice.</summary>
public class OutageTests(WorkingScene working) : IClassFixture<WorkingScene>
{
    BuildScene Scene => working.Scene;

    [BuildFact]
    public async Task A_build_succeeds_after_the_store_is_back()
    {
        var study = await Scene.StudyAsync(Scene.Good);
        await Scene.SucceedAsync(study);
        const string manyFiles = """
            mkdirSync("dist");
            for (let i = 0; i < 40; i++) writeFileSync(`dist/file${i}.txt`, `${Math.random()}`);
            """;
        await Scene.UseAsync(study, Scene.CommitThat(manyFiles));
        Scene.Store.RefuseAfter = Scene.Store.Uploads + 10;
        var build = await Scene.RequestAsync(study);
        var delayed = await Scene.WaitUntilAsync(
            build,
            read => read.GetProperty("failureMessage").ToString().Contains("S3 store", StringComparison.Ordinal)
        );
        Assert.Contains("S3 store refuses", delayed.GetProperty("failureMessage").GetString());
        Assert.NotNull(await Scene.PageAsync(study));
        Scene.Store.RefuseAfter = null;
        var ended = await Scene.WaitAsync(build);
        Assert.Equal("succeeded", ended.GetProperty("state").GetString());
        Assert.InRange(ended.GetProperty("attempt").GetInt32(), 2, 6);
        Assert.Equal("", await Scene.ContainersLeftAsync());
    }

    [BuildFact]
    public async Task A_build_succeeds_after_the_code_host_is_back()
    {
        var study = await Scene.StudyAsync(Scene.CommitThat("// another one"));
        Scene.Code.Status = 503;
        var build = await Scene.RequestAsync(study);
        var delayed = await Scene.WaitUntilAsync(
            build,
            read => read.GetProperty("failureMessage").ValueKind is not JsonValueKind.Null
        );
        Assert.Contains("doesn't answer", delayed.GetProperty("failureMessage").GetString());
        Scene.Code.Status = 200;
        Assert.Equal("succeeded", (await Scene.WaitAsync(build)).GetProperty("state").GetString());
    }

    /// <summary>The job is delivered again while the build waits, while it runs, and afterwards.</summary>
    [BuildFact]
    public async Task A_build_runs_once_however_often_its_job_is_delivered()
    {
        var study = await Scene.StudyAsync(Scene.CommitThat("await new Promise(done => setTimeout(done, 1500));"));
        var build = await Scene.RequestAsync(study);
        await Scene.PublishAsync(build);
        await Scene.WaitAsync(build, "build");
        await Scene.PublishAsync(build);
        await Scene.PublishAsync(build);
        var ended = await Scene.WaitAsync(build);
        await Scene.PublishAsync(build);
        await Scene.WaitUntilQueueIsEmptyAsync();
        // The queue is in order: when this build ends, the deliveries before it are answered.
        await Scene.SucceedAsync(await Scene.StudyAsync(Scene.CommitThat("// the last one")));

        Assert.Equal("succeeded", ended.GetProperty("state").GetString());
        Assert.Equal(1, (await Scene.ReadAsync(build)).GetProperty("attempt").GetInt32());
        Assert.Single(
            (await Scene.LogAsync(build)).Split('\n'),
            line => line.Contains("$ node build.mjs", StringComparison.Ordinal)
        );
    }
}
