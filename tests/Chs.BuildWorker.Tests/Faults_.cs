using System.Text.Json;
using System.Text.RegularExpressions;
using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>
/// Whatever breaks, the study keeps its last good build, the failure is explained, no container remains, and the next build succeeds.
/// </summary>
public class Faults_(WorkingScene working) : IClassFixture<WorkingScene>
{
    BuildScene Scene => working.Scene;

    [BuildTheory]
    [InlineData("hangs", "build.build_too_long")]
    [InlineData("forks", "build.script_failed")]
    [InlineData("fills its disk", "build.script_failed")]
    [InlineData("prints without end", "build.too_much_output")]
    [InlineData("takes all memory", "build.out_of_memory,build.script_failed")]
    [InlineData("fails", "build.script_failed")]
    [InlineData("makes nothing", "build.no_output")]
    [InlineData("makes no page", "build.bad_output")]
    [InlineData("makes a page of missing files", "build.bad_output")]
    [InlineData("makes a link", "build.bad_output")]
    [InlineData("fills the disk with dependencies", "build.too_much_disk,build.dependencies_failed")]
    [InlineData("has no such dependency", "build.dependencies_failed")]
    [InlineData("is a bomb", "runner.archive_refused")]
    [InlineData("has too many files", "runner.archive_refused")]
    [InlineData("leads out of the archive", "runner.archive_refused")]
    [InlineData("holds a link", "runner.archive_refused")]
    [InlineData("is no archive", "runner.archive_refused")]
    [InlineData("is no runner", "runner.not_a_runner")]
    [InlineData("doesn't exist", "runner.commit_unknown")]
    [InlineData("wants an unknown Node.js", "build.no_base_image")]
    public async Task Of_a_runner_end_the_build_and_nothing_else(string what, string codes)
    {
        var study = await Scene.StudyAsync(Scene.Good);
        Assert.Equal("succeeded", (await Scene.BuildAsync(study)).GetProperty("state").GetString());
        var before = await Scene.PageAsync(study);

        var commit = new BrokenRunners(Scene).Commit(what);
        if (what == "doesn't exist")
            await SaveUnknownCommitAsync(study, commit);
        else
            await Scene.UseAsync(study, commit);
        var failed = await Scene.BuildAsync(study);
        var log = await Scene.LogAsync(failed.GetProperty("id").GetGuid());
        Assert.True(failed.GetProperty("state").GetString() == "failed", log);
        Assert.Contains(failed.GetProperty("failureCode").GetString(), codes.Split(','));
        Assert.True(failed.GetProperty("failureMessage").GetString()!.Length > 10);
        // A build that can't succeed isn't tried again.
        Assert.Equal(1, failed.GetProperty("attempt").GetInt32());
        Assert.Equal("", await Scene.ContainersLeftAsync());
        Assert.Equal(WithoutNonces(before), WithoutNonces(await Scene.PageAsync(study)));
        var read = await Scene.Researcher.GetJsonAsync($"/api/v3/studies/{study}");
        Assert.False(read.GetProperty("isBuilt").GetBoolean());

        await Scene.UseAsync(study, Scene.Good);
        Assert.Equal("succeeded", (await Scene.BuildAsync(study)).GetProperty("state").GetString());
    }

    /// <summary>
    /// An unknown commit is refused, unless the code host is away: then it is saved with a warning, and the build finds out.
    /// </summary>
    async Task SaveUnknownCommitAsync(Guid study, string commit)
    {
        Task<HttpResponseMessage> SaveAsync() =>
            Scene.Researcher.PatchAsync($"/api/v3/studies/{study}", new { runnerCommit = commit }, ("If-Match", "*"));
        using var answer = await SaveAsync();
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        var error = problem.GetProperty("errors")[0];
        Assert.Equal("/runnerCommit", error.GetProperty("pointer").GetString());
        Assert.Equal("runner.commit_unknown", error.GetProperty("code").GetString());
        Scene.Code.Status = 503;
        var saved = await ApiClient.ReadAsync(await SaveAsync());
        Scene.Code.Status = 200;
        Assert.Equal("runner.host_unavailable", saved.GetProperty("warnings")[0].GetProperty("code").GetString());
        Assert.Equal(commit, saved.GetProperty("runnerCommit").GetString());
    }

    /// <summary>Nonces differ each time when the page is loaded.</summary>
    static string? WithoutNonces(string? page) => page is null ? null : Regex.Replace(page, "nonce=\"[^\"]+\"", "");

    [BuildFact]
    public async Task Of_the_store_pass()
    {
        var study = await Scene.StudyAsync(Scene.Good);
        Assert.Equal("succeeded", (await Scene.BuildAsync(study)).GetProperty("state").GetString());
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
    public async Task Of_the_code_host_pass()
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

    [BuildFact]
    public async Task Of_delivery_do_nothing_twice()
    {
        var study = await Scene.StudyAsync(Scene.CommitThat("await new Promise(done => setTimeout(done, 1500));"));
        var build = await Scene.RequestAsync(study);
        // The same job is delivered again while the build waits, while it runs, and afterwards.
        for (var i = 0; i < 6; i++, await Task.Delay(150))
            await Scene.PublishAsync(build);
        var ended = await Scene.WaitAsync(build);
        await Scene.PublishAsync(build);
        Assert.Equal("succeeded", ended.GetProperty("state").GetString());
        Assert.Equal(1, ended.GetProperty("attempt").GetInt32());

        await Task.Delay(1500);
        Assert.Equal(1, (await Scene.ReadAsync(build)).GetProperty("attempt").GetInt32());
        Assert.Single(
            (await Scene.LogAsync(build)).Split('\n'),
            line => line.Contains("$ node build.mjs", StringComparison.Ordinal)
        );
    }
}
