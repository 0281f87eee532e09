using System.Diagnostics;
using System.IO.Compression;
using Npgsql;

namespace Chs.Testing;

/// <summary>
/// Databases with the tables of Lookit that the import reads: for tests where the recorded one isn't beside the checkout, and for large
/// amounts of data. Texts and ids are ours.
/// </summary>
public static class LookitDatabase
{
    /// <summary>Creates the tables in an empty database.</summary>
    public static async Task CreateAsync(string connectionString) =>
        await ExecuteAsync(connectionString, await ReadScriptAsync("lookit-schema.sql"));

    /// <summary>Fills new tables with families and sessions.</summary>
    public static async Task FillAsync(string connectionString, int responses, int trials)
    {
        var script = (await ReadScriptAsync("lookit-families.sql"))
            .Replace("$1", responses.ToString(), StringComparison.Ordinal)
            .Replace("$2", trials.ToString(), StringComparison.Ordinal);
        foreach (var statement in script.Split(";\n", StringSplitOptions.RemoveEmptyEntries))
            await ExecuteAsync(connectionString, statement);
    }

    static Task<string> ReadScriptAsync(string name) =>
        File.ReadAllTextAsync(Repository.File($"tests/Chs.Testing/{name}"));

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Creates a database from the recording of a real Lookit, with data.</summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> RecordedAsync()
    {
        var connection = await TestDatabases.MakeEmptyPostgresAsync();
        using var psql = StartPsql(new NpgsqlConnectionStringBuilder(connection));
        var output = psql.StandardOutput.ReadToEndAsync();
        var recording = File.OpenRead(Path.Combine(Repository.Reference!, "lookit.sql.gz"));
        await using (var dump = new GZipStream(recording, CompressionMode.Decompress))
            await dump.CopyToAsync(psql.StandardInput.BaseStream);
        psql.StandardInput.Close();
        await output;
        await psql.WaitForExitAsync();
        if (psql.ExitCode != 0)
            throw new InvalidOperationException($"psql ended with {psql.ExitCode}");
        return connection;
    }

    static Process StartPsql(NpgsqlConnectionStringBuilder settings)
    {
        var psql = Directory
            .GetDirectories("/usr/lib/postgresql")
            .Order()
            .Select(folder => Path.Combine(folder, "bin/psql"))
            .Last(File.Exists);
        var start = new ProcessStartInfo(psql)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add("--quiet");
        start.ArgumentList.Add($"--host={settings.Host}");
        start.ArgumentList.Add($"--port={settings.Port}");
        start.ArgumentList.Add($"--username={settings.Username}");
        start.ArgumentList.Add($"--dbname={settings.Database}");
        start.ArgumentList.Add("--set=ON_ERROR_STOP=1");
        return Process.Start(start)!;
    }

    /// <summary>Creates a database with empty tables.</summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> NewAsync()
    {
        var connection = await TestDatabases.MakeEmptyPostgresAsync();
        await CreateAsync(connection);
        return connection;
    }
}
