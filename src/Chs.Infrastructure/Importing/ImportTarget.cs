using System.Data.Common;
using System.Globalization;
using System.Text;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Settings;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Chs.Infrastructure.Importing;

/// <summary>
/// Our database as an import writes it: rows are written as they are, without the checks of the domain.
/// </summary>
abstract class ImportTarget(DbConnection connection) : IAsyncDisposable
{
    DbTransaction? _transaction;

    public static async Task<ImportTarget> OpenAsync(ChsSettings settings, CancellationToken cancellationToken)
    {
        ImportTarget target =
            settings.Database.Provider is DatabaseProvider.Postgres
                ? new PostgresTarget(new NpgsqlConnection(settings.Database.ConnectionString))
                : new SqliteTarget(new SqliteConnection(settings.Database.ConnectionString));
        await target.Connection.OpenAsync(cancellationToken);
        await target.PrepareAsync(cancellationToken);
        return target;
    }

    protected DbConnection Connection { get; } = connection;

    /// <summary>Does the work in one transaction. When the work fails, nothing is written.</summary>
    public async Task InTransactionAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        _transaction = await Connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await work();
            await _transaction.CommitAsync(cancellationToken);
        }
        finally
        {
            await _transaction.DisposeAsync();
            _transaction = null;
        }
    }

    /// <summary>Writes the rows that don't conflict with existing ones.</summary>
    /// <returns>For each row whether it was written.</returns>
    public abstract Task<bool[]> InsertNewAsync(
        TableCopy copy,
        IReadOnlyList<ImportRow> rows,
        CancellationToken cancellationToken
    );

    /// <summary>Writes one row.</summary>
    /// <exception cref="DbException">It conflicts with an existing row.</exception>
    public async Task InsertAsync(TableCopy copy, ImportRow row, CancellationToken cancellationToken)
    {
        await using var command = Command(InsertStatement(copy));
        Bind(command, row.Values(copy.Written));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Looks rows up by their keys.</summary>
    /// <param name="keys">Values of <see cref="TableCopy.Key"/> for each row.</param>
    /// <returns>For each key whether there is such a row.</returns>
    public async Task<bool[]> FindAsync(
        TableCopy copy,
        IReadOnlyList<object?[]> keys,
        CancellationToken cancellationToken
    )
    {
        if (keys is [])
            return [];
        return copy.Key is ["id", "uuid"]
            ? await FindByIdAsync(copy.Table, keys, cancellationToken)
            : await FindByKeyAsync(copy, keys, cancellationToken);
    }

    async Task<bool[]> FindByIdAsync(string table, IReadOnlyList<object?[]> keys, CancellationToken cancellationToken)
    {
        var ids = string.Join(',', keys.Select(key => key[0]));
        await using var command = Command($"SELECT id, uuid FROM {table} WHERE id IN ({ids})");
        var uuids = new Dictionary<long, Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            uuids[reader.GetInt64(0)] = reader.GetGuid(1);
        return [.. keys.Select(key => uuids.TryGetValue((long)key[0]!, out var uuid) && uuid == (Guid)key[1]!)];
    }

    /// <summary>One query for all keys: each yields its index if there is such a row.</summary>
    async Task<bool[]> FindByKeyAsync(
        TableCopy copy,
        IReadOnlyList<object?[]> keys,
        CancellationToken cancellationToken
    )
    {
        var sql = new StringBuilder();
        await using var command = Command("");
        for (var i = 0; i < keys.Count; i++)
        {
            if (i > 0)
                sql.Append(" UNION ALL ");
            sql.Append(CultureInfo.InvariantCulture, $"SELECT {i} WHERE EXISTS (SELECT 1 FROM {copy.Table} WHERE ");
            AppendCondition(sql, command, copy.Key, keys[i]);
            sql.Append(')');
        }

        command.CommandText = sql.ToString();
        var found = new bool[keys.Count];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found[reader.GetInt32(0)] = true;
        return found;
    }

    void AppendCondition(StringBuilder sql, DbCommand command, string[] columns, object?[] values)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (i > 0)
                sql.Append(" AND ");
            sql.Append(columns[i]).Append(" = ").Append(Parameter(command.Parameters.Count));
            Bind(command, values[i]);
        }
    }

    /// <summary>Writes the entries of sessions that were written in this transaction.</summary>
    public abstract Task WriteEntriesAsync(IEnumerable<ImportedEntry> entries, CancellationToken cancellationToken);

    /// <summary>Makes the database number new rows from the largest existing number on.</summary>
    public abstract Task ContinueNumbersAsync(string table, CancellationToken cancellationToken);

    public async Task<long> CountAsync(string table, CancellationToken cancellationToken)
    {
        await using var command = Command($"SELECT count(*) FROM {table}");
        var count = await command.ExecuteScalarAsync(cancellationToken);
        return Convert.ToInt64(count, CultureInfo.InvariantCulture);
    }

    /// <summary>Explains in words why the database refused a row; null when the failure isn't the row's.</summary>
    public abstract string? ExplainRefusal(DbException failure);

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Name of the parameter at an index that counts from 0.</summary>
    protected abstract string Parameter(int index);

    protected string InsertStatement(TableCopy copy)
    {
        var columns = string.Join(", ", copy.Written);
        var parameters = string.Join(", ", copy.Written.Select((_, index) => Parameter(index)));
        return $"INSERT INTO {copy.Table} ({columns}) VALUES ({parameters})";
    }

    protected DbCommand Command(string text)
    {
        var command = Connection.CreateCommand();
        command.CommandText = text;
        command.Transaction = _transaction;
        return command;
    }

    /// <summary>Adds parameters after those that the command has already.</summary>
    protected abstract void Bind(DbCommand command, params object?[] values);
}
