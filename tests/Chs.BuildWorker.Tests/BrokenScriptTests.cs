using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>Runners whose build script fails, is too greedy or makes something unusable.</summary>
public class BrokenScriptTests(WorkingScene working) : BrokenRunnerTest(working)
{
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
    public Task A_script_that_is_broken_ends_its_build_and_nothing_else(string what, string codes) =>
        EndsItsBuildAndNothingElseAsync(what, codes);
}
