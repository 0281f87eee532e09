using System.Diagnostics;
using Chs.Testing;
using Npgsql;

namespace Chs.Bench;

/// <summary>Generates a Lookit database of many sessions and imports it with the real program: rows a second, and the most memory that it held.</summary>
static class Import
{
    /// <summary>Memory that an import may take, whatever the size of the source.</summary>
    const int MostMegabytes = 200;

    public static async Task<int> RunAsync(string postgres, int responses, int trials)
    {
        var (lookit, chs) = (await Kill.FreshAsync(postgres), await Kill.FreshAsync(postgres));
        Console.WriteLine($"Generating {responses} responses of {trials} trials …");
        await LookitDatabase.CreateAsync(lookit);
        await LookitDatabase.FillAsync(lookit, responses, trials);
        var worst = 0;
        foreach (var (name, target) in (IEnumerable<(string, string?)>)[("PostgreSQL", chs), ("SQLite", null)])
        {
            var data = Directory.CreateTempSubdirectory("chs-import-").FullName;
            foreach (var run in (string[])["first run", "second run"])
            {
                var clock = Stopwatch.StartNew();
                await using var program = ServerProcess.Begin(
                    data,
                    target,
                    $"import-lookit --from \"{lookit}\"",
                    ("Chs__Demo", "false")
                );
                var (code, megabytes) = await program.WatchToEndAsync();
                if (code != 0)
                    throw new InvalidOperationException($"The import ended with {code}:\n{program.Output}");
                var rows = (long)responses * (trials + 1);
                Console.WriteLine(
                    $"{name, -11} {run, -11} {clock.Elapsed.TotalSeconds, 7:F1} s   {(run == "first run" ? $"{responses / clock.Elapsed.TotalSeconds:F0} responses/s, {rows / clock.Elapsed.TotalSeconds:F0} rows/s" : "nothing to copy")}   peak {megabytes} MB (limit {MostMegabytes})"
                );
                worst = Math.Max(worst, megabytes);
            }

            if (target is not null)
            {
                await using var connection = new NpgsqlConnection(target);
                await connection.OpenAsync();
                await using var command = new NpgsqlCommand(
                    "SELECT (SELECT count(*) FROM responses), (SELECT count(*) FROM response_entries)",
                    connection
                );
                await using var reader = await command.ExecuteReaderAsync();
                await reader.ReadAsync();
                if (reader.GetInt64(0) != responses || reader.GetInt64(1) != (long)responses * trials)
                    throw new InvalidOperationException(
                        $"{reader.GetInt64(0)} responses and {reader.GetInt64(1)} entries arrived."
                    );
            }

            Directory.Delete(data, recursive: true);
        }

        return worst <= MostMegabytes ? 0 : 1;
    }
}
