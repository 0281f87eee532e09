using Chs.Domain.Builds;
using FsCheck.Xunit;
using Xunit;

namespace Chs.Domain.Tests;

public class Builds_
{
    static readonly DateTimeOffset Moment = new(2026, 3, 2, 10, 20, 30, TimeSpan.Zero);
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    static Build Fresh() =>
        Build.Request(
            1,
            Guid.NewGuid(),
            "https://code.test/lab/runner",
            new string('a', 40),
            7,
            Guid.NewGuid(),
            Moment
        );

    [Fact]
    public void Are_claimed_by_one_worker_at_a_time()
    {
        var build = Fresh();
        Assert.Equal(BuildClaim.Taken, build.Claim(Lease, Moment));
        Assert.Equal(BuildClaim.HeldByAnother, build.Claim(Lease, Moment.AddSeconds(59)));
        Assert.True(build.IsHeldBy(1));
        Assert.Equal(BuildClaim.Taken, build.Claim(Lease, Moment.AddSeconds(60)));
        Assert.False(build.IsHeldBy(1), "The worker that missed its deadline still holds the build.");
        Assert.True(build.IsHeldBy(2));
    }

    [Fact]
    public void End_once()
    {
        var build = Fresh();
        build.Claim(Lease, Moment);
        build.Succeed("p", "c", Moment);
        Assert.Equal(BuildClaim.Ended, build.Claim(Lease, Moment.AddHours(1)));
        Assert.Equal("build.ended", build.Cancel(Guid.NewGuid(), Moment).Error?.Code);
        Assert.Contains(build.TakeEvents(), raised => raised is BuildEnded { State: BuildState.Succeeded });
    }

    [Fact]
    public void Go_back_to_the_queue_only_after_failures_that_may_pass()
    {
        var build = Fresh();
        build.Claim(Lease, Moment);
        build.Fail(new BuildFailure("build.worker_fault", "The store is away.", IsTransient: true), Moment);
        Assert.Equal((BuildState.Queued, "The store is away."), (build.State, build.FailureMessage));
    }

    [Fact]
    public void End_after_failures_that_last()
    {
        var build = Fresh();
        build.Claim(Lease, Moment);
        build.Fail(new BuildFailure("build.script_failed", "No.", IsTransient: false), Moment);
        Assert.Equal((BuildState.Failed, "build.script_failed"), (build.State, build.FailureCode));
    }

    [Fact]
    public void Are_given_up_when_every_worker_vanishes()
    {
        var build = Fresh();
        var now = Moment;
        for (var attempt = 1; attempt <= Build.MaximumAttempts; attempt++, now += Lease)
            Assert.Equal(BuildClaim.Taken, build.Claim(Lease, now));
        Assert.Equal(BuildClaim.Ended, build.Claim(Lease, now));
        Assert.Equal((BuildState.Failed, "build.gave_up"), (build.State, build.FailureCode));
    }

    [Fact]
    public void Cancelled_take_the_worker_s_claim_away()
    {
        var build = Fresh();
        build.Claim(Lease, Moment);
        Assert.False(build.Cancel(Guid.NewGuid(), Moment).Failed);
        Assert.False(build.IsHeldBy(1));
        Assert.False(build.Cancel(Guid.NewGuid(), Moment).Failed, "Cancelling twice is refused.");
    }

    [Theory]
    [InlineData(
        """{"node":"20","install":["npm","ci"],"build":["npm","run","build"],"output":"out","fingerprintPrefix":"BASE"}""",
        null
    )]
    [InlineData("""{"build":["make"]}""", null)]
    [InlineData("""{"node":20,"build":["make"]}""", null)]
    [InlineData("""{"install":["npm","ci"]}""", "'install' and 'build'")]
    [InlineData("""{"build":"make"}""", "'install' and 'build'")]
    [InlineData("""{"build":["make"],"output":"../up"}""", "'output'")]
    [InlineData("""{"build":["make"],"output":"/etc"}""", "'output'")]
    [InlineData("""{"build":["make"],"node":"latest"}""", "'node'")]
    [InlineData("""{"build":["make"],"fingerprintPrefix":"A B"}""", "'fingerprintPrefix'")]
    [InlineData("[1]", "object")]
    [InlineData("{", "can't be read")]
    public void Follow_what_the_repository_says(string json, string? fault)
    {
        var recipe = ExperimentRunnerRecipe.Read(System.Text.Encoding.UTF8.GetBytes(json));
        if (fault is null)
            Assert.False(recipe.Failed);
        else
            Assert.Contains(fault, recipe.Error!.Message);
    }

    [Fact]
    public void Follow_the_frameplayer_s_conventions_otherwise()
    {
        HashSet<string> files = ["package.json", "yarn.lock", "bower.json"];
        var recipe = ExperimentRunnerRecipe.ByConvention(files.Contains).Value;
        Assert.Equal(("12", "dist", "PREPEND_FINGERPRINT"), (recipe.Node, recipe.Output, recipe.FingerprintVariable));
        Assert.Equal(
            ["yarn install --frozen-lockfile", "bower install --allow-root"],
            recipe.Install.Select(command => string.Join(' ', command))
        );
    }

    [Fact]
    public void Need_a_package_json_at_least() =>
        Assert.Equal("runner.not_a_runner", ExperimentRunnerRecipe.ByConvention(_ => false).Error?.Code);

    [Theory]
    [InlineData("assets/vendor-d41d8cd98f00b204e9800998ecf8427e.js", true)]
    [InlineData("chunk.143.0a1b2c3d4e.js", true)]
    [InlineData("a-0a1b2c3d.css.map", true)]
    [InlineData("index.html", false)]
    [InlineData("assets/app.js", false)]
    [InlineData("so-defaced.js", false)]
    [InlineData("jquery-3.min.js", false)]
    public void May_be_kept_for_ever_when_their_name_holds_a_hash(string path, bool forEver) =>
        Assert.Equal(forEver, FileNames.IsFingerprinted(path));

    [Property(MaxTest = 500)]
    public bool Paths_never_lead_out(string? name) =>
        FileNames.NormalizeRelativePath(name ?? "") is not { } path
        || (!path.Split('/').Contains("..") && path[0] != '/' && !path.Contains('\\'));

    [Theory]
    [InlineData("https://github.com/lookit/ember-lookit-frameplayer", "github.com/lookit/ember-lookit-frameplayer")]
    [InlineData("https://github.com/lookit/player.git", "github.com/lookit/player")]
    [InlineData("https://user:secret@github.com/a/b", null)]
    [InlineData("https://github.com/a", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("https://github.com/a/../b", null)]
    [InlineData("ssh://github.com/a/b", null)]
    [InlineData("https://github.com/a/b?x=1", null)]
    public void Come_from_plain_addresses_only(string address, string? expected)
    {
        var parsed = ExperimentRunnerSource.Parse(address);
        Assert.Equal(expected, parsed.Failed ? null : parsed.Value.ToString());
    }
}
