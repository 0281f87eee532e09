using System.Diagnostics;
using Amazon.S3;
using Chs.Application.Ports;
using Chs.Infrastructure.ObjectStores;
using Chs.Infrastructure.Settings;
using Chs.Testing;

namespace Chs.Bench;

/// <summary>Builds of a runner with a realistic tree of dependencies: the first of a commit, one of another study, one of an unchanged study. And uploads: ours against one by one.</summary>
static class Builds
{
    const int Files = 500,
        Rounds = 3;

    public static async Task<int> RunAsync()
    {
        if (Servers.WhyNo("CHS_TEST_DOCKER", "CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES") is { } missing)
        {
            await Console.Error.WriteLineAsync(missing);
            return 69;
        }

        await BuildsAsync();
        await UploadsAsync();
        return 0;
    }

    static async Task BuildsAsync()
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
        List<double> cold = [],
            warm = [],
            unchanged = [];
        for (var round = 0; round < Rounds; round++)
        {
            // Another commit each time, so that nothing of it is there.
            var commit = scene.Code.Commit(
                (
                    "chs-runner.json",
                    """{"node":"20","install":["npm","install","--no-audit","--no-fund"],"build":["node","build.mjs"]}"""
                ),
                (
                    "package.json",
                    $$"""{"name":"runner","version":"1.0.{{round}}","private":true,"dependencies":{"esbuild":"0.25.0","webpack":"5.97.1","webpack-cli":"5.1.4","jest":"29.7.0","eslint":"8.57.1","@babel/core":"7.26.0","@babel/preset-env":"7.26.0","lodash":"4.17.21","jspsych":"8.0.3","ember-cli":"5.12.0"} }"""
                ),
                ("app.js", "import _ from 'lodash'; document.title = _.capitalize('built');"),
                (
                    "build.mjs",
                    """
                    import { build } from "esbuild";
                    import { writeFileSync } from "node:fs";
                    await build({ entryPoints: ["app.js"], bundle: true, minify: true, outfile: "dist/app.js", define: { HOME: JSON.stringify(process.env.PREPEND_FINGERPRINT) } });
                    writeFileSync("dist/index.html", `<script src="${process.env.PREPEND_FINGERPRINT}app.js"></script>`);
                    """
                )
            );
            var (first, second) = (await scene.StudyAsync(commit), await scene.StudyAsync(commit));
            cold.Add(await TimeAsync(scene, first));
            warm.Add(await TimeAsync(scene, second));
            unchanged.Add(await TimeAsync(scene, second));
        }

        Console.WriteLine($"{"build", -12}{"seconds", 10}{"of cold", 10}");
        foreach (
            var (name, times) in (ReadOnlySpan<(string, List<double>)>)
                [("cold", cold), ("warm", warm), ("unchanged", unchanged)]
        )
            Console.WriteLine(
                $"{name, -12}{Responses.Median(times), 10:F2}{Responses.Median([.. times.Zip(cold, (time, whole) => time / whole)]), 10:P1}"
            );
    }

    /// <summary>Seconds from the request to the switch, the queue's own time among them.</summary>
    static async Task<double> TimeAsync(BuildScene scene, Guid study)
    {
        var build = await scene.RequestAsync(study);
        var ended = await scene.WaitAsync(build, seconds: 900);
        if (ended.GetProperty("state").GetString() != "succeeded")
            throw new InvalidOperationException(await scene.LogAsync(build));
        return (
            ended.GetProperty("endedAt").GetDateTimeOffset() - ended.GetProperty("startedAt").GetDateTimeOffset()
        ).TotalSeconds;
    }

    /// <summary>Over a way of 20 ms, as there is between a site and its store.</summary>
    static async Task UploadsAsync()
    {
        await using var way = await TroubledStore.StartAsync();
        way.Slow = ("/", TimeSpan.FromMilliseconds(20));
        var bucket = $"bench-{Guid.NewGuid():N}";
        using (
            var client = new AmazonS3Client(
                Servers.S3Access,
                Servers.S3Secret,
                new AmazonS3Config
                {
                    ServiceURL = Servers.S3,
                    ForcePathStyle = true,
                    AuthenticationRegion = "us-east-1",
                }
            )
        )
            await client.PutBucketAsync(bucket);
        using var store = new S3Store(
            new S3StoreSettings(new Uri(way.Address), "us-east-1", bucket, Servers.S3Access, Servers.S3Secret),
            TimeProvider.System
        );
        List<double> ours = [],
            theirs = [];
        for (var round = 0; round <= Rounds; round++)
        {
            var one = await SecondsAsync(store, $"one/{round}", 1);
            var several = await SecondsAsync(store, $"several/{round}", 16);
            if (round == 0)
                continue; // warms up
            ours.Add(several);
            theirs.Add(one);
        }

        Console.WriteLine();
        Console.WriteLine(
            $"upload of {Files} files of 20 KB, 20 ms away: one by one {Responses.Median(theirs):F2} s, ours {Responses.Median(ours):F2} s, ratio {Responses.Median([.. theirs.Zip(ours, (a, b) => a / b)]):F1}"
        );
    }

    static async Task<double> SecondsAsync(S3Store store, string prefix, int atOnce)
    {
        var content = new byte[20_000];
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Files),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (i, token) =>
                await store.PutAsync(
                    $"{prefix}/{i}.js",
                    new MemoryStream(content),
                    new ObjectTraits("text/javascript", "no-cache"),
                    token
                )
        );
        return clock.Elapsed.TotalSeconds;
    }
}
