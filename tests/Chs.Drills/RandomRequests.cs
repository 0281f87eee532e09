using System.Diagnostics;
using Chs.Testing;
using Chs.Testing.Fuzzing;

namespace Chs.Drills;

/// <summary>
/// Sends valid and invalid requests to every operation as every role, on each database. No answer may be a server error.
/// </summary>
static class RandomRequests
{
    public static async Task<int> RunAsync(string? postgres, int requests, int seed)
    {
        var failed = false;
        string?[] servers = postgres is null ? [null] : [null, postgres];
        foreach (var server in servers)
        {
            var data = Directory.CreateTempSubdirectory("chs-fuzz-").FullName;
            var database = server is null ? null : await TestDatabases.MakeEmptyPostgresAsync();
            await using (
                var api = await ServerProcess.StartAsync(data, database, null, ("Chs__Builds__InApi", "false"))
            )
            {
                var clock = Stopwatch.StartNew();
                var fuzzer = await Fuzzer.RunAsync(api.Address, requests, seed);
                Console.WriteLine($"{(server is null ? "SQLite" : "PostgreSQL")}: seed {seed}");
                Print(fuzzer, clock.Elapsed);
                failed |= fuzzer.Faults.Count > 0;
            }

            Directory.Delete(data, recursive: true);
        }

        return failed ? 1 : 0;
    }

    static void Print(Fuzzer fuzzer, TimeSpan duration)
    {
        var pairs = fuzzer.Operations * fuzzer.Roles;
        var statuses = fuzzer.Statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value}");
        Console.WriteLine(
            $"  {fuzzer.Requests} requests in {duration.TotalSeconds:F0} s"
                + $" to {fuzzer.Operations} operations as {fuzzer.Roles} roles ({fuzzer.Pairs} of {pairs} pairs)"
        );
        Console.WriteLine($"  answers: {string.Join(", ", statuses)}");
        Console.WriteLine($"  answers of 500 or more, and broken connections: {fuzzer.Faults.Count}");
        foreach (var fault in fuzzer.Faults.Take(40))
            Console.WriteLine(fault);
    }
}
