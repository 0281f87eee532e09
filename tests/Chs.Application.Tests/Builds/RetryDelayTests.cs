using Chs.Application.Builds;
using Chs.Infrastructure.Settings;
using Xunit;

namespace Chs.Application.Tests.Builds;

/// <summary>How long a build waits between two attempts.</summary>
public class RetryDelayTests
{
    static readonly BuildOptions Options = new BuildSettings { RetrySeconds = 10 }.ToOptions();

    [Theory]
    [InlineData(1, null, 10)]
    [InlineData(2, null, 20)]
    [InlineData(5, null, 160)]
    [InlineData(1, 5, 10)]
    [InlineData(1, 300, 300)]
    [InlineData(1, 3600, 1200)]
    [InlineData(9, 300, 2560)]
    public void Doubles_and_is_never_shorter_than_another_attempt_would_be_in_vain(
        int attempt,
        int? atLeast,
        int seconds
    )
    {
        TimeSpan? wait = atLeast is { } given ? TimeSpan.FromSeconds(given) : null;
        Assert.Equal(TimeSpan.FromSeconds(seconds), Options.RetryDelayAfter(attempt, wait));
    }
}
