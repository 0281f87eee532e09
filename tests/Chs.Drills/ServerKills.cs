using Chs.Testing;

namespace Chs.Bench;

/// <summary>Runs the kill drill on SQLite and, where there is one, on PostgreSQL with durable commits.</summary>
static class Kill
{
    public static async Task<int> RunAsync(string? postgres, int kills)
    {
        var lost = 0;
        string?[] servers = postgres is null ? [null] : [null, postgres];
        foreach (var server in servers)
        {
            var name = server is null ? "SQLite" : "PostgreSQL";
            var data = Directory.CreateTempSubdirectory("chs-kill-").FullName;
            var seed = Environment.TickCount;
            Console.WriteLine($"{name}, {kills} kills, seed {seed}");
            var result = await KillDrill.RunAsync(
                data,
                server is null ? null : await BenchDatabase.CreateAsync(server),
                kills,
                sessions: 8,
                seed,
                Console.WriteLine
            );
            Console.WriteLine(
                $"{name}: {result.Kills} kills, {result.Acknowledged} trials acknowledged, {result.Lost} lost"
            );
            lost += result.Lost;
            Directory.Delete(data, recursive: true);
        }

        return lost == 0 ? 0 : 1;
    }
}
