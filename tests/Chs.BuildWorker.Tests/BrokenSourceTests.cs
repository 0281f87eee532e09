using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>Runners whose source or dependencies can't be had.</summary>
public class BrokenSourceTests(WorkingScene working) : BrokenRunnerTest(working)
{
    [BuildTheory]
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
    public Task A_source_that_is_broken_ends_its_build_and_nothing_else(string what, string codes) =>
        EndsItsBuildAndNothingElseAsync(what, codes);

    [BuildFact]
    public async Task A_program_that_is_missing_is_said_to_be_missing()
    {
        var study = await Scene.StudyAsync(new BrokenRunners(Scene).Commit("wants a program that isn't there"));
        var failed = await Scene.BuildAsync(study);
        Assert.Contains(
            "'bower install' failed because a program isn't there",
            $"{failed.GetProperty("failureMessage")}"
        );
    }

    [BuildFact]
    public async Task A_commit_that_does_not_exist_is_refused()
    {
        using var answer = await SaveAsync(await Scene.StudyAsync(Scene.Good), new string('d', 40));
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        var error = problem.GetProperty("errors")[0];
        Assert.Equal("/runnerCommit", error.GetProperty("pointer").GetString());
        Assert.Equal("runner.commit_unknown", error.GetProperty("code").GetString());
    }

    [BuildFact]
    public async Task A_commit_is_saved_with_a_warning_while_the_code_host_is_away()
    {
        var study = await Scene.StudyAsync(Scene.Good);
        var unknown = new string('c', 40);
        var saved = await SaveWithoutHostAsync(study, unknown);
        Assert.Equal("runner.host_unavailable", saved.GetProperty("warnings")[0].GetProperty("code").GetString());
        Assert.Equal(unknown, saved.GetProperty("runnerCommit").GetString());
    }

    /// <summary>A commit that doesn't exist can be saved while the code host is away. Then the build finds out.</summary>
    protected override async Task UseAsync(Guid study, string commit)
    {
        if (commit == BrokenRunners.UnknownCommit)
            await SaveWithoutHostAsync(study, commit);
        else
            await base.UseAsync(study, commit);
    }

    async Task<JsonElement> SaveWithoutHostAsync(Guid study, string commit)
    {
        Scene.Code.Status = 503;
        var saved = await ApiClient.ReadAsync(await SaveAsync(study, commit));
        Scene.Code.Status = 200;
        return saved;
    }

    Task<HttpResponseMessage> SaveAsync(Guid study, string commit) =>
        Scene.Researcher.PatchAsync($"/api/v3/studies/{study}", new { runnerCommit = commit }, ("If-Match", "*"));
}
