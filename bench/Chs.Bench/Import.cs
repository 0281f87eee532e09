using System.Diagnostics;
using Chs.Testing;
using Npgsql;

namespace Chs.Bench;

/// <summary>
/// Generates a Lookit database with many sessions and imports it with the real program.
/// Prints rows per second and the most memory that the program held.
/// </summary>
static class Import
{
    /// <summary>Memory that an import may take, whatever the size of the source.</summary>
    const int MaxMegabytes = 200;

    public static async Task<int> RunAsync(string postgres, int responses, int trials)
    {
        var lookit = await BenchDatabase.CreateAsync(postgres);
        Console.WriteLine($"Generating {responses} responses of {trials} trials …");
        await LookitDatabase.CreateAsync(lookit);
        await LookitDatabase.FillAsync(lookit, responses, trials);
        var onPostgres = await ImportTwiceAsync(
            "PostgreSQL",
            lookit,
            await BenchDatabase.CreateAsync(postgres),
            responses,
            trials
        );
        var onSqlite = await ImportTwiceAsync("SQLite", lookit, null, responses, trials);
        return Math.Max(onPostgres, onSqlite) <= MaxMegabytes ? 0 : 1;
    }

    /// <param name="target">Connection string. Null: SQLite.</param>
    /// <returns>The most memory that an import held, in megabytes.</returns>
    static async Task<int> ImportTwiceAsync(string name, string lookit, string? target, int responses, int trials)
    {
        var data = Directory.CreateTempSubdirectory("chs-import-").FullName;
        var rows = (long)responses * (trials + 1);
        var (first, firstPeak) = await ImportAsync(lookit, target, data);
        Print(name, "first run", first, firstPeak, $"{responses / first:F0} responses/s, {rows / first:F0} rows/s");
        var (second, secondPeak) = await ImportAsync(lookit, target, data);
        Print(name, "second run", second, secondPeak, "nothing to copy");
        if (target is not null)
            await CheckAsync(target, responses, trials);
        Directory.Delete(data, recursive: true);
        return Math.Max(firstPeak, secondPeak);
    }

    static async Task<(double Seconds, int PeakMegabytes)> ImportAsync(string lookit, string? target, string data)
    {
        var clock = Stopwatch.StartNew();
        var command = $"import-lookit --from \"{lookit}\"";
        await using var program = ServerProcess.Begin(
            data,
            target,
            command,
            ("Chs__Demo", "false"),
            ("DOTNET_TieredPGO", "1")
        );
        var (code, megabytes) = await program.WatchToEndAsync();
        if (code != 0)
            throw new InvalidOperationException($"The import ended with {code}:\n{program.Output}");
        return (clock.Elapsed.TotalSeconds, megabytes);
    }

    static void Print(string name, string run, double seconds, int megabytes, string rate) =>
        Console.WriteLine(
            $"{name, -11} {run, -11} {seconds, 7:F1} s   {rate}   peak {megabytes} MB (limit {MaxMegabytes})"
        );

    static async Task CheckAsync(string target, int responses, int trials)
    {
        await using var connection = new NpgsqlConnection(target);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT (SELECT count(*) FROM responses), (SELECT count(*) FROM response_entries)",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var arrivedResponses = reader.GetInt64(0);
        var arrivedEntries = reader.GetInt64(1);
        if (arrivedResponses != responses || arrivedEntries != (long)responses * trials)
            throw new InvalidOperationException($"{arrivedResponses} responses and {arrivedEntries} entries arrived.");
    }
}
