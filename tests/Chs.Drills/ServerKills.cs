using Chs.Testing;

namespace Chs.Drills;

/// <summary>Runs the kill drill on SQLite and, where there is one, on PostgreSQL with durable commits.</summary>
static class ServerKills
{
    public static async Task<int> RunAsync(string? postgres, int kills, int seed)
    {
        var lost = 0;
        string?[] servers = postgres is null ? [null] : [null, postgres];
        foreach (var server in servers)
        {
            var name = server is null ? "SQLite" : "PostgreSQL";
            var data = Directory.CreateTempSubdirectory("chs-kill-").FullName;
            Console.WriteLine($"{name}, {kills} kills, seed {seed}");
            var result = await KillDrill.RunAsync(
                data,
                server is null ? null : await TestDatabases.MakeEmptyPostgresAsync(),
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
