using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>
/// Whatever a runner does, the study keeps its last good build, the failure is explained, no container remains,
/// and the next build succeeds.
/// </summary>
public abstract class BrokenRunnerTest(WorkingScene working) : IClassFixture<WorkingScene>
{
    protected BuildScene Scene => working.Scene;

    /// <summary>Builds a good commit, a broken one and the good one again.</summary>
    /// <param name="what">What the runner of the broken commit does.</param>
    /// <param name="codes">The codes with which its build may fail, separated by commas.</param>
    protected async Task EndsItsBuildAndNothingElseAsync(string what, string codes)
    {
        var study = await Scene.StudyAsync(Scene.Good);
        await Scene.SucceedAsync(study);
        var before = await Scene.PageAsync(study);

        await UseAsync(study, new BrokenRunners(Scene).Commit(what));
        var failed = await Scene.BuildAsync(study);
        var log = await Scene.LogAsync(failed.GetProperty("id").GetGuid());
        Assert.True(failed.GetProperty("state").GetString() == "failed", log);
        Assert.Contains(failed.GetProperty("failureCode").GetString(), codes.Split(','));
        Assert.True(failed.GetProperty("failureMessage").GetString()!.Length > 10);
        // A build that can't succeed isn't tried again.
        Assert.Equal(1, failed.GetProperty("attempt").GetInt32());
        Assert.Equal("", await Scene.ContainersLeftAsync());
        Assert.Equal(before, await Scene.PageAsync(study));
        var read = await Scene.Researcher.GetJsonAsync($"/api/v3/studies/{study}");
        Assert.False(read.GetProperty("isBuilt").GetBoolean());

        await Scene.UseAsync(study, Scene.Good);
        await Scene.SucceedAsync(study);
    }

    /// <summary>Makes the study use a commit.</summary>
    protected virtual Task UseAsync(Guid study, string commit) => Scene.UseAsync(study, commit);
}
