namespace Chs.Bench;

/// <summary>Saves of CHS and of the bare program, measured in alternating rounds.</summary>
/// <param name="Chs">Requests per second of each round.</param>
/// <param name="Bare">The same of the bare program.</param>
/// <param name="Latencies">Of all requests to CHS, in milliseconds.</param>
sealed record PatchComparison(IReadOnlyList<double> Chs, IReadOnlyList<double> Bare, IReadOnlyList<double> Latencies)
{
    public static async Task<PatchComparison> MeasureAsync(BenchPair pair, int kilobytes, int rounds, TimeSpan duration)
    {
        var bareLoad = new PatchLoad(PatchTarget.BareOf(pair), kilobytes);
        var chsLoad = new PatchLoad(PatchTarget.ChsOf(pair), kilobytes);
        // The first seconds warm up both programs and aren't counted.
        var warmUp = TimeSpan.FromSeconds(5);
        await bareLoad.DriveAsync(warmUp);
        await chsLoad.DriveAsync(warmUp);

        List<double> chs = [];
        List<double> bare = [];
        List<double> latencies = [];
        for (var round = 0; round < rounds; round++)
        {
            bare.Add((await bareLoad.DriveAsync(duration)).PerSecond);
            var saved = await chsLoad.DriveAsync(duration);
            chs.Add(saved.PerSecond);
            latencies.AddRange(saved.Latencies);
        }

        return new PatchComparison(chs, bare, latencies);
    }
}
