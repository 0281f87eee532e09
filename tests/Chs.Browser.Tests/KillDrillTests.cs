using Chs.Testing;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>
/// A sample of <c>./dev drill kill</c> with a fixed seed. It needs no browser, but it mostly waits for the server to
/// start, so it runs beside the browser's tests.
/// </summary>
public class KillDrillTests
{
    [Fact]
    public async Task No_acknowledged_trial_is_lost_when_the_server_is_killed()
    {
        var data = Directory.CreateTempSubdirectory("chs-kills-").FullName;
        var result = await KillDrill.RunAsync(data, postgres: null, kills: 3, sessions: 4, seed: 20261126);
        Assert.Equal((3, 0), (result.Kills, result.Lost));
        Assert.True(
            result.Acknowledged > 8,
            $"Only {result.Acknowledged} trials were acknowledged: nothing was tried."
        );
        Directory.Delete(data, recursive: true);
    }
}
