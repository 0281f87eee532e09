using System.Text.Json;
using Chs.Testing;

namespace Chs.Drills;

/// <summary>
/// Builds of a runner with a large dependency tree and many files, whose worker is killed at random moments.
/// Each must succeed, be served, have a log without gaps, and leave no container behind.
/// </summary>
static class BigBuilds
{
    /// <summary>Files that a build makes beside its page.</summary>
    const int Files = 2000;

    const int MostKills = 3;

    /// <summary>Seconds between two kills at most. A build takes about a minute.</summary>
    const int LongestPause = 40;

    public static async Task<int> RunAsync(int builds, int seed)
    {
        if (BuildScene.ReasonToSkip is { } missing)
        {
            await Console.Error.WriteLineAsync(missing);
            return 69;
        }

        Console.WriteLine($"{builds} builds, seed {seed}");
        var random = new Random(seed);
        await using var scene = await BuildScene.StartAsync([
            .. BigRunner.Settings,
            ("Chs__Builds__LeaseSeconds", "10"),
        ]);
        var study = await scene.StudyAsync(scene.Good);
        var faults = 0;
        for (var build = 1; build <= builds; build++)
        {
            await scene.UseAsync(study, BigRunner.Commit(scene, build, Files));
            var fault = await BuildAsync(scene, study, random);
            Console.WriteLine($"build {build}: {fault ?? "succeeded"}");
            if (fault is not null)
                faults++;
        }

        Console.WriteLine($"{builds} builds, {faults} faults");
        return faults == 0 ? 0 : 1;
    }

    /// <returns>What is wrong at the end. Null: nothing.</returns>
    static async Task<string?> BuildAsync(BuildScene scene, Guid study, Random random)
    {
        var build = await scene.RequestAsync(study);
        var kills = random.Next(1, MostKills + 1);
        for (var kill = 0; kill < kills; kill++)
        {
            var worker = await scene.WorkerAsync();
            await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * LongestPause));
            await worker.KillAsync();
        }

        var last = await scene.WorkerAsync();
        var ended = await scene.WaitAsync(build, seconds: 900);
        var fault = await FindFaultAsync(scene, study, build, ended);
        await last.KillAsync();
        return fault;
    }

    static async Task<string?> FindFaultAsync(BuildScene scene, Guid study, Guid build, JsonElement ended)
    {
        if (ended.GetProperty("state").GetString() != "succeeded")
            return await scene.LogAsync(build);
        if (await scene.PageAsync(study) is null)
            return "The study has no page.";
        var numbers = await scene.EventNumbersAsync(build);
        if (!numbers.SequenceEqual(Enumerable.Range(0, numbers.Count)))
            return "The log has a gap.";
        var left = await scene.ContainersLeftAsync();
        return left.Length > 0 ? $"Containers are left: {left}" : null;
    }
}
