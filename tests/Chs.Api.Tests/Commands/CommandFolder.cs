using Chs.Testing;
using Microsoft.Data.Sqlite;

namespace Chs.Api.Tests.Commands;

/// <summary>A data folder for commands of the program.</summary>
public sealed class CommandFolder : IDisposable
{
    public string Data { get; } = Directory.CreateTempSubdirectory("chs-command-").FullName;

    public bool HasDatabase => File.Exists(DatabaseFile);

    string DatabaseFile => Path.Combine(Data, "chs.db");

    public Task<(int Code, string Output)> RunAsync(string command, params (string Key, string Value)[] settings) =>
        ServerProcess.CommandAsync(Data, null, command, settings);

    /// <summary>A new folder with the same database.</summary>
    public CommandFolder Copy()
    {
        var copy = new CommandFolder();
        using var from = Open();
        using var to = copy.Open();
        from.BackupDatabase(to);
        return copy;
    }

    /// <summary>The only value of a query.</summary>
    public long Scalar(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar());
    }

    /// <returns>How many rows were changed.</returns>
    public int Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=false");
        connection.Open();
        return connection;
    }

    public void Dispose() => Directory.Delete(Data, recursive: true);
}
