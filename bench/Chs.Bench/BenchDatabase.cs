using Npgsql;

namespace Chs.Bench;

/// <summary>Databases for measurements on the PostgreSQL server of <c>CHS_TEST_POSTGRES</c>.</summary>
static class BenchDatabase
{
    /// <summary>Creates an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> CreateAsync(string server)
    {
        var name = $"b{Environment.ProcessId}_{Random.Shared.Next()}";
        await ExecuteAsync(server, $"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 40 }.ConnectionString;
    }

    public static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
