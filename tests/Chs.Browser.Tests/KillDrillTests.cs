using Chs.Testing;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>The kill drill. It needs no browser, but it takes as long as the browser's tests, so it runs with them.</summary>
public class Kills_
{
    [Fact]
    public async Task Twenty_of_them_lose_no_acknowledged_trial()
    {
        var data = Directory.CreateTempSubdirectory("chs-kills-").FullName;
        var result = await KillDrill.RunAsync(
            data,
            postgres: null,
            kills: 20,
            sessions: 4,
            seed: Environment.TickCount
        );
        Assert.Equal((20, 0), (result.Kills, result.Lost));
        Assert.True(
            result.Acknowledged > 100,
            $"Only {result.Acknowledged} trials were acknowledged: nothing was tried."
        );
        Directory.Delete(data, recursive: true);
    }
}
