using Chs.Testing;
using Chs.Testing.Fuzzing;

namespace Chs.Bench;

/// <summary>Nonsense and near-sense to every operation as every role, on each database: nothing of it may end as a fault of ours.</summary>
static class Fuzz
{
    public static async Task<int> RunAsync(string? postgres, int requests, int seed)
    {
        var failed = false;
        foreach (var on in postgres is null ? (string?[])[null] : [null, postgres])
        {
            var data = Directory.CreateTempSubdirectory("chs-fuzz-").FullName;
            var connection = on is null ? null : await Kill.FreshAsync(on);
            await using (
                var server = await ServerProcess.StartAsync(data, connection, null, ("Chs__Builds__InApi", "false"))
            )
            {
                var watch = System.Diagnostics.Stopwatch.StartNew();
                var fuzzer = await Fuzzer.RunAsync(server.Address, requests, seed);
                Console.WriteLine(
                    $"{(on is null ? "SQLite" : "PostgreSQL")}: {fuzzer.Requests} requests to {fuzzer.Operations} operations as {fuzzer.Roles} roles ({fuzzer.Pairs} of {fuzzer.Operations * fuzzer.Roles} pairs met) in {watch.Elapsed.TotalSeconds:F0} s, seed {seed}"
                );
                Console.WriteLine(
                    $"  answers: {string.Join(", ", fuzzer.Statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}"))}"
                );
                Console.WriteLine($"  answers of 500 or more, and broken connections: {fuzzer.Faults.Count}");
                foreach (var fault in fuzzer.Faults.Take(40))
                    Console.WriteLine(fault);
                failed |= fuzzer.Faults.Count > 0;
            }

            Directory.Delete(data, recursive: true);
        }

        return failed ? 1 : 0;
    }
}
