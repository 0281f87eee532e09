using Chs.Domain.Builds;
using Xunit;

namespace Chs.Domain.Tests.Builds;

public class BuildFailureTests
{
    static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Waits_as_long_as_a_code_host_says()
    {
        var failure = BuildFailure.For(BuildErrors.HostLimits("github.com", Now, TimeSpan.FromMinutes(12)));
        Assert.True(failure.IsTransient);
        Assert.Equal(TimeSpan.FromMinutes(12), failure.RetryAfter);
        Assert.Contains("no more before 2026-05-04 12:12:00 UTC", failure.Message);
    }

    [Fact]
    public void Knows_of_no_wait_where_nobody_said_how_long_it_takes()
    {
        var failure = BuildFailure.For(BuildErrors.HostUnavailable("github.com"));
        Assert.True(failure.IsTransient);
        Assert.Null(failure.RetryAfter);
    }

    [Fact]
    public void Is_final_where_waiting_does_not_help() =>
        Assert.False(BuildFailure.For(BuildErrors.CommitUnknown("github.com/a/b", new string('a', 40))).IsTransient);
}
