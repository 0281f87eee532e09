using Chs.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>A database that another version made is refused before anything reads or writes it.</summary>
public sealed class ForeignSchemaTests : IAsyncLifetime
{
    const int ConfigurationFault = 78;

    readonly string _data = Directory.CreateTempSubdirectory("chs-schema-").FullName;

    string ConnectionString => $"Data Source={Path.Combine(_data, "chs.db")};Pooling=False";

    public async Task InitializeAsync()
    {
        Assert.Equal(0, (await ServerProcess.CommandAsync(_data, null, "migrate")).Code);
        await ExecuteAsync("UPDATE \"__EFMigrationsHistory\" SET migration_id = '20250101000000_Initial'");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_data, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The first is no command: the program would serve.</summary>
    [Theory]
    [InlineData("--Chs:Demo=true")]
    [InlineData("migrate")]
    [InlineData("appoint-reviewer somebody@site.example")]
    public async Task Stops_the_program_with_what_to_do(string arguments)
    {
        var before = await CountTablesAndUsersAsync();

        var (code, output) = await ServerProcess.CommandAsync(_data, null, arguments);

        Assert.Equal(ConfigurationFault, code);
        Assert.Contains("made by another version of CHS (schema 20250101000000_Initial", output);
        Assert.Contains("move chs.db out of the data folder", output);
        Assert.Equal(before, await CountTablesAndUsersAsync());
    }

    [Fact]
    public async Task Stops_the_build_worker_too()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ServerProcess.WorkerAsync(_data, postgres: null)
        );
        Assert.Contains($"ended with {ConfigurationFault}", failure.Message);
        Assert.Contains("made by another version of CHS", failure.Message);
    }

    async Task<long> CountTablesAndUsersAsync()
    {
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT count(*) FROM sqlite_master) * 1000 + (SELECT count(*) FROM users)";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
