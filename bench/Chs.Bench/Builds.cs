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

    const string Recipe = """
        {
          "node": "20",
          "install": ["npm", "install", "--no-audit", "--no-fund"],
          "build": ["node", "build.mjs"]
        }
        """;

    const string Script = """
        import { build } from "esbuild";
        import { writeFileSync } from "node:fs";
        const home = process.env.PREPEND_FINGERPRINT;
        await build({
          entryPoints: ["app.js"],
          bundle: true,
          minify: true,
          outfile: "dist/app.js",
          define: { HOME: JSON.stringify(home) },
        });
        writeFileSync("dist/index.html", `<script src="${home}app.js"></script>`);
        """;

    public static async Task<int> RunAsync()
    {
        if (
            Servers.ReasonToSkip("CHS_TEST_DOCKER", "CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES") is
            { } missing
        )
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
        await using var scene = await BuildScene.StartAsync(
            ("Chs__Builds__Dependencies__Seconds", "900"),
            ("Chs__Builds__Dependencies__Disk", "4000"),
            ("Chs__Builds__Dependencies__Processes", "2000"),
            ("Chs__Builds__Build__Seconds", "300"),
            ("Chs__Builds__Build__Scratch", "1024"),
            ("Chs__Builds__Build__Processes", "1000"),
            ("Chs__Builds__LeaseSeconds", "30")
        );
        await scene.WorkerAsync();
        List<double> cold = [];
        List<double> warm = [];
        List<double> unchanged = [];
        for (var round = 0; round < Rounds; round++)
        {
            // A new commit each time, so that nothing of it is cached.
            var commit = Commit(scene, round);
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

    static string Commit(BuildScene scene, int round)
    {
        var package = $$"""
            {
              "name": "runner",
              "version": "1.0.{{round}}",
              "private": true,
              "dependencies": {
                "esbuild": "0.25.0",
                "webpack": "5.97.1",
                "webpack-cli": "5.1.4",
                "jest": "29.7.0",
                "eslint": "8.57.1",
                "@babel/core": "7.26.0",
                "@babel/preset-env": "7.26.0",
                "lodash": "4.17.21",
                "jspsych": "8.0.3",
                "ember-cli": "5.12.0"
              }
            }
            """;
        return scene.Code.Commit(
            ("chs-runner.json", Recipe),
            ("package.json", package),
            ("app.js", "import _ from 'lodash'; document.title = _.capitalize('built');"),
            ("build.mjs", Script)
        );
    }

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
