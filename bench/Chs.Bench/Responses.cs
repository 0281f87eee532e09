namespace Chs.Bench;

/// <summary>
/// Saves per second of the v1 PATCH against the bare program, on the same PostgreSQL, in one run and in alternating slices.
/// </summary>
static class Responses
{
    const int Rounds = 3;

    public static async Task<int> RunAsync(string root, string postgres, int seconds)
    {
        await using var pair = await BenchPair.StartAsync(root, postgres);
        Console.WriteLine(
            $"{PatchLoad.Connections} connections, {Rounds} rounds of {seconds} s each, PostgreSQL with fsync"
        );
        Console.WriteLine("  body      CHS /s   bare /s   ratio   CHS p50 / p99 ms");
        int[] sizes = [1, 10, 100];
        foreach (var kilobytes in sizes)
        {
            var comparison = await PatchComparison.MeasureAsync(pair, kilobytes, Rounds, TimeSpan.FromSeconds(seconds));
            Print(kilobytes, comparison);
        }

        return 0;
    }

    static void Print(int kilobytes, PatchComparison comparison)
    {
        var chs = Measurements.Median(comparison.Chs);
        var bare = Measurements.Median(comparison.Bare);
        var ratio = Measurements.MedianRatio(comparison.Chs, comparison.Bare);
        double[] latencies = [.. comparison.Latencies.Order()];
        var median = latencies[latencies.Length / 2];
        var p99 = latencies[(int)(latencies.Length * .99)];
        Console.WriteLine($"{kilobytes, 4} KB  {chs, 10:F0}{bare, 10:F0}{ratio, 8:F2}   {median:F1} / {p99:F1}");
    }
}
