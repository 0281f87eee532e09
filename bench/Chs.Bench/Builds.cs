using System.Diagnostics;
using Chs.Application.Ports;
using Chs.Infrastructure.ObjectStores;
using Chs.Infrastructure.Settings;
using Chs.Testing;

namespace Chs.Bench;

/// <summary>
/// Builds of a runner with a realistic dependency tree: the first of a commit (cold), one of another study with the same commit (warm),
/// and one of a study that hasn't changed. Then uploads: several at once, as CHS does, against one by one.
/// </summary>
static class Builds
{
    const int Files = 500;
    const int Rounds = 3;

    public static async Task<int> RunAsync()
    {
        if (BuildScene.ReasonToSkip is { } missing)
        {
            await Console.Error.WriteLineAsync(missing);
            return 69;
        }

        await BuildAsync();
        await UploadAsync();
        return 0;
    }

    static async Task BuildAsync()
    {
        await using var scene = await BuildScene.StartAsync(BigRunner.Settings);
        await scene.WorkerAsync();
        List<double> cold = [];
        List<double> warm = [];
        List<double> unchanged = [];
        for (var round = 0; round < Rounds; round++)
        {
            // A new commit each time, so that nothing of it is cached.
            var commit = BigRunner.Commit(scene, round);
            var first = await scene.StudyAsync(commit);
            var second = await scene.StudyAsync(commit);
            cold.Add(await TimeAsync(scene, first));
            warm.Add(await TimeAsync(scene, second));
            unchanged.Add(await TimeAsync(scene, second));
        }

        Console.WriteLine($"{"build", -12}{"seconds", 10}{"of cold", 10}");
        Print("cold", cold, cold);
        Print("warm", warm, cold);
        Print("unchanged", unchanged, cold);
    }

    static void Print(string name, List<double> seconds, List<double> cold) =>
        Console.WriteLine(
            $"{name, -12}{Measurements.Median(seconds), 10:F2}{Measurements.MedianRatio(seconds, cold), 10:P1}"
        );

    /// <summary>Seconds of a build, from its start to the moment when the study uses it.</summary>
    static async Task<double> TimeAsync(BuildScene scene, Guid study)
    {
        var build = await scene.RequestAsync(study);
        var ended = await scene.WaitAsync(build, seconds: 900);
        if (ended.GetProperty("state").GetString() != "succeeded")
            throw new InvalidOperationException(await scene.LogAsync(build));
        var startedAt = ended.GetProperty("startedAt").GetDateTimeOffset();
        var endedAt = ended.GetProperty("endedAt").GetDateTimeOffset();
        return (endedAt - startedAt).TotalSeconds;
    }

    /// <summary>Uploads with a delay of 20 ms, as there may be between a site and its store.</summary>
    static async Task UploadAsync()
    {
        await using var proxy = await TroubledStore.StartAsync();
        proxy.Slow = ("/", TimeSpan.FromMilliseconds(20));
        var bucket = $"bench-{Guid.NewGuid():N}";
        await BuildScene.CreateBucketAsync(bucket);
        using var store = new S3Store(
            new S3StoreSettings(new Uri(proxy.Address), "us-east-1", bucket, Servers.S3Access, Servers.S3Secret),
            TimeProvider.System
        );
        await UploadAsync(store, "warm-up/one", 1);
        await UploadAsync(store, "warm-up/several", 16);
        List<double> oneByOne = [];
        List<double> several = [];
        for (var round = 0; round < Rounds; round++)
        {
            oneByOne.Add(await UploadAsync(store, $"one/{round}", 1));
            several.Add(await UploadAsync(store, $"several/{round}", 16));
        }

        Console.WriteLine();
        Console.WriteLine($"upload of {Files} files of 20 KB, 20 ms away:");
        Console.WriteLine(
            $"one by one {Measurements.Median(oneByOne):F2} s, ours {Measurements.Median(several):F2} s,"
                + $" ratio {Measurements.MedianRatio(oneByOne, several):F1}"
        );
    }

    /// <returns>Seconds that it took.</returns>
    static async Task<double> UploadAsync(S3Store store, string prefix, int atOnce)
    {
        var content = new byte[20_000];
        var traits = new ObjectTraits("text/javascript", "no-cache");
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Files),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (i, token) => await store.PutAsync($"{prefix}/{i}.js", new MemoryStream(content), traits, token)
        );
        return clock.Elapsed.TotalSeconds;
    }
}
