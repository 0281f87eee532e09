using Chs.Domain.Builds;
using Xunit;

namespace Chs.Domain.Tests.Builds;

public class BuildTests
{
    static readonly DateTimeOffset Moment = new(2026, 3, 2, 10, 20, 30, TimeSpan.Zero);
    static readonly Deed Deed = new(Guid.NewGuid(), 7, Moment);
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    static readonly BuildFailure Passing = new("build.worker_fault", "The store is away.", IsTransient: true);
    static readonly BuildFailure Lasting = new("build.script_failed", "No.", IsTransient: false);

    readonly Build _build = Build.Request(1, Guid.NewGuid(), "https://code.test/lab/runner", new string('a', 40), Deed);

    [Fact]
    public void Is_claimed_by_one_worker_at_a_time()
    {
        Assert.Equal(BuildClaim.Taken, Claim());
        Assert.Equal(BuildClaim.HeldByAnother, Claim(afterSeconds: 59));
        Assert.True(_build.IsHeldBy(1));
    }

    [Fact]
    public void Passes_to_another_worker_when_the_lease_has_run_out()
    {
        Claim();
        Assert.Equal(BuildClaim.Taken, Claim(afterSeconds: 60));
        Assert.False(_build.IsHeldBy(1), "The worker that missed its deadline still holds the build.");
        Assert.True(_build.IsHeldBy(2));
    }

    [Fact]
    public void Cannot_be_claimed_after_its_success()
    {
        Claim();
        Succeed();
        Assert.Equal(BuildClaim.Ended, Claim(afterSeconds: 3600));
    }

    [Fact]
    public void Cannot_be_cancelled_after_its_success()
    {
        Claim();
        Succeed();
        Assert.Equal(BuildErrors.Ended, Cancel().Error);
    }

    [Fact]
    public void Tells_of_its_success()
    {
        Claim();
        Succeed();
        Assert.Contains(_build.TakeEvents(), raised => raised is BuildEnded { State: BuildState.Succeeded });
    }

    [Fact]
    public void Forgets_the_failures_of_earlier_attempts_when_it_succeeds()
    {
        Claim();
        Fail(Passing);
        Claim();
        Succeed();
        Assert.Null(_build.FailureMessage);
    }

    [Fact]
    public void Goes_back_to_the_queue_after_a_failure_that_may_pass()
    {
        Claim();
        Fail(Passing);
        Assert.Equal((BuildState.Queued, "The store is away."), (_build.State, _build.FailureMessage));
    }

    [Fact]
    public void Has_no_failure_code_and_no_end_while_it_may_still_succeed()
    {
        Claim();
        Fail(Passing);
        Assert.Null(_build.FailureCode);
        Assert.Null(_build.EndedAt);
        Assert.DoesNotContain(_build.TakeEvents(), raised => raised is BuildEnded);
    }

    [Fact]
    public void Can_be_claimed_at_once_after_a_failure_that_may_pass()
    {
        Claim();
        Fail(Passing);
        Assert.Null(_build.LeasedUntil);
        Assert.Equal(BuildClaim.Taken, Claim());
    }

    [Fact]
    public void Takes_the_claim_from_a_worker_whose_attempt_failed()
    {
        Claim();
        Fail(Passing);
        Assert.False(_build.IsHeldBy(1));
    }

    [Fact]
    public void Ends_after_a_failure_that_lasts()
    {
        Claim();
        Fail(Lasting);
        Assert.Equal((BuildState.Failed, "build.script_failed"), (_build.State, _build.FailureCode));
        Assert.Equal(Moment, _build.EndedAt);
    }

    [Fact]
    public void Tells_in_which_stage_and_why_it_failed()
    {
        Claim();
        _build.EnterStage(BuildStage.Dependencies, Moment);
        Fail(Lasting);
        var ended = Assert.Single(_build.TakeEvents().OfType<BuildEnded>());
        Assert.Equal(
            (BuildState.Failed, BuildStage.Dependencies, "No."),
            (ended.State, ended.Stage!.Value, ended.Reason)
        );
    }

    [Fact]
    public void Ends_when_the_last_attempt_fails_for_a_reason_that_may_pass()
    {
        for (var attempt = 1; attempt < Build.MaximumAttempts; attempt++)
        {
            Claim();
            Fail(Passing);
        }

        Claim();
        Fail(Passing);
        Assert.Equal((BuildState.Failed, "build.worker_fault"), (_build.State, _build.FailureCode));
    }

    [Fact]
    public void Is_given_up_when_every_worker_vanishes()
    {
        UseUpAttempts();
        Assert.Equal(BuildClaim.Ended, Claim(afterSeconds: 60 * Build.MaximumAttempts));
        Assert.Equal((BuildState.Failed, "build.gave_up"), (_build.State, _build.FailureCode));
    }

    [Fact]
    public void Says_that_the_worker_vanished_when_it_is_given_up_without_another_reason()
    {
        UseUpAttempts();
        Claim(afterSeconds: 60 * Build.MaximumAttempts);
        Assert.EndsWith("The last time: the worker vanished.", _build.FailureMessage);
    }

    [Fact]
    public void Takes_the_claim_from_its_worker_when_it_is_cancelled()
    {
        Claim();
        Assert.Null(Cancel().Error);
        Assert.False(_build.IsHeldBy(1));
    }

    [Fact]
    public void Can_be_cancelled_twice()
    {
        Cancel();
        Assert.Null(Cancel().Error);
    }

    // The verbs of the build, each in one place.

    BuildClaim Claim(int afterSeconds = 0) => _build.Claim(Lease, Moment.AddSeconds(afterSeconds));

    void Succeed() => _build.Succeed("p", "c", Moment);

    void Fail(BuildFailure failure) => _build.Fail(failure, Moment);

    Outcome Cancel() => _build.Cancel(Deed);

    /// <summary>Claims the build whenever a lease has run out, as often as it may be claimed.</summary>
    void UseUpAttempts()
    {
        for (var attempt = 0; attempt < Build.MaximumAttempts; attempt++)
            Assert.Equal(BuildClaim.Taken, Claim(afterSeconds: 60 * attempt));
    }
}
