using Chs.Domain.Accounts;
using Chs.Domain.Builds;
using Xunit;

namespace Chs.Domain.Tests.Builds;

/// <summary>What a build writes to its own log.</summary>
public class BuildLogTests
{
    static readonly User Researcher = People.Person(7);
    static readonly Deed Request = People.DeedOf(Researcher);

    static Build Requested() =>
        Build.Request(1, Guid.NewGuid(), "https://code.test/lab/runner", new string('a', 40), Request);

    static Build Claimed()
    {
        var build = Requested();
        build.Claim(TimeSpan.FromMinutes(1), People.Now);
        return build;
    }

    static IEnumerable<string> Lines(Build build) => build.NewEvents.Select(e => $"{e.Ordinal} {e.Kind} {e.Text}");

    [Fact]
    public void A_job_that_is_queued_a_second_time_leaves_no_second_line()
    {
        var build = Requested();
        build.MarkEnqueued(People.Now);
        build.MarkEnqueued(People.Now);
        Assert.Equal(["0 State Requested", "1 State Queued"], Lines(build));
    }

    [Fact]
    public void A_claim_that_another_worker_holds_leaves_no_line()
    {
        var build = Claimed();
        Assert.Equal(BuildClaim.HeldByAnother, build.Claim(TimeSpan.FromMinutes(1), People.Now));
        Assert.Equal(["0 State Requested", "1 State Running"], Lines(build));
    }

    [Fact]
    public void Cancelling_twice_leaves_one_line()
    {
        var build = Requested();
        build.Cancel(Request);
        build.Cancel(Request);
        Assert.Equal(["0 State Requested", "1 State Cancelled"], Lines(build));
    }

    [Fact]
    public void Holds_states_stages_and_notes_in_the_order_in_which_they_came()
    {
        var build = Claimed();
        build.EnterStage(BuildStage.Source, People.Now);
        build.Log(new BuildLine(BuildEventKind.Note, "Found it."), People.Now);
        build.Succeed("p", "c", People.Now);
        Assert.Equal(
            ["0 State Requested", "1 State Running", "2 Stage Source", "3 Note Found it.", "4 State Succeeded"],
            Lines(build)
        );
        Assert.Equal(5, build.EventCount);
    }

    [Fact]
    public void Says_that_a_build_failed_when_all_workers_vanished()
    {
        var build = Requested();
        var now = People.Now;
        for (var attempt = 0; attempt <= Build.MaximumAttempts; attempt++)
        {
            build.Claim(TimeSpan.FromMinutes(1), now);
            now = now.AddMinutes(1);
        }

        Assert.Equal($"{Build.MaximumAttempts + 1} State Failed", Lines(build).Last());
    }

    [Theory]
    [InlineData(false, 1, false)]
    [InlineData(true, 1, true)]
    [InlineData(true, Build.MaximumAttempts, false)]
    public void A_failure_is_retried_when_it_may_pass_and_attempts_are_left(
        bool isTransient,
        int attempts,
        bool expected
    )
    {
        var build = Requested();
        for (var attempt = 0; attempt < attempts; attempt++)
            build.Claim(TimeSpan.Zero, People.Now);
        Assert.Equal(expected, build.IsRetriedAfter(new BuildFailure("code", "Why", isTransient)));
    }
}
