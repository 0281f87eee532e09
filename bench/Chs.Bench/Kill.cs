using Chs.Testing;
using Npgsql;

namespace Chs.Bench;

/// <summary>As many kills as asked for, on SQLite and, where it is installed, on PostgreSQL with durable commits.</summary>
static class Kill
{
    public static async Task<int> RunAsync(string? postgres, int kills)
    {
        var lost = 0;
        foreach (var server in postgres is null ? (string?[])[null] : [null, postgres])
        {
            var name = server is null ? "SQLite" : "PostgreSQL";
            var data = Directory.CreateTempSubdirectory("chs-kill-").FullName;
            var seed = Environment.TickCount;
            Console.WriteLine($"{name}, {kills} kills, seed {seed}");
            var result = await KillDrill.RunAsync(
                data,
                server is null ? null : await FreshAsync(server),
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

    public static async Task<string> FreshAsync(string server)
    {
        var name = $"b{Environment.ProcessId}_{Random.Shared.Next()}";
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 40 }.ConnectionString;
    }
}
