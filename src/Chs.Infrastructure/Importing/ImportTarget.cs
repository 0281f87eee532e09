using System.Data.Common;
using System.Text;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Settings;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Chs.Infrastructure.Importing;

/// <summary>Our database as an import writes it: rows as they are, past the domain, whose rules were kept or broken elsewhere.</summary>
abstract class ImportTarget(DbConnection connection) : IAsyncDisposable
{
    DbTransaction? _transaction;

    public static async Task<ImportTarget> OpenAsync(ChsSettings settings, CancellationToken cancellationToken)
    {
        ImportTarget target =
            settings.Database is DatabaseProvider.Postgres
                ? new PostgresTarget(new NpgsqlConnection(settings.ConnectionString))
                : new SqliteTarget(new SqliteConnection(settings.ConnectionString));
        await target.Connection.OpenAsync(cancellationToken);
        await target.PrepareAsync(cancellationToken);
        return target;
    }

    protected DbConnection Connection { get; } = connection;

    /// <summary>Does the work as one: all of it, or nothing.</summary>
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

    /// <summary>Writes rows that aren't there yet.</summary>
    /// <returns>For each row whether it was written; nothing happened to those that something stands in the way of.</returns>
    public abstract Task<bool[]> InsertNewAsync(
        TableCopy copy,
        IReadOnlyList<ImportRow> rows,
        CancellationToken cancellationToken
    );

    /// <summary>Writes one row in spite of everything: fails with what stands in the way.</summary>
    public async Task InsertAsync(TableCopy copy, ImportRow row, CancellationToken cancellationToken)
    {
        await using var command = Command(InsertInto(copy, ""));
        Bind(command, row.Values(copy.Written));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Which of the rows are here, by their keys.</summary>
    public async Task<bool[]> AreHereAsync(
        TableCopy copy,
        IReadOnlyList<object?[]> keys,
        CancellationToken cancellationToken
    )
    {
        if (keys is [])
            return [];
        if (copy.Key is ["id", "uuid"])
            return await AreHereByIdAsync(copy.Table, keys, cancellationToken);
        var text = new StringBuilder();
        await using var command = Command("");
        for (var i = 0; i < keys.Count; i++)
        {
            text.Append(i == 0 ? "SELECT " : " UNION ALL SELECT ")
                .Append(i)
                .Append(" WHERE EXISTS (SELECT 1 FROM ")
                .Append(copy.Table)
                .Append(" WHERE ");
            for (var k = 0; k < copy.Key.Length; k++)
            {
                if (k > 0)
                    text.Append(" AND ");
                text.Append(copy.Key[k]).Append(" = ").Append(Parameter(command.Parameters.Count));
                Bind(command, keys[i][k]);
            }

            text.Append(')');
        }

        command.CommandText = text.ToString();
        var here = new bool[keys.Count];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            here[reader.GetInt32(0)] = true;
        return here;
    }

    async Task<bool[]> AreHereByIdAsync(
        string table,
        IReadOnlyList<object?[]> keys,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command(
            $"SELECT id, uuid FROM {table} WHERE id IN ({string.Join(',', keys.Select(key => key[0]))})"
        );
        var known = new Dictionary<long, Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            known[reader.GetInt64(0)] = reader.GetGuid(1);
        return [.. keys.Select(key => known.TryGetValue((long)key[0]!, out var uuid) && uuid == (Guid)key[1]!)];
    }

    /// <summary>Writes the entries of sessions that were written in this transaction.</summary>
    public abstract Task WriteEntriesAsync(IEnumerable<ImportedEntry> entries, CancellationToken cancellationToken);

    /// <summary>New rows of ours get numbers behind the largest.</summary>
    public abstract Task ContinueNumbersAsync(string table, CancellationToken cancellationToken);

    public async Task<long> CountAsync(string table, CancellationToken cancellationToken)
    {
        await using var command = Command($"SELECT count(*) FROM {table}");
        return Convert.ToInt64(
            await command.ExecuteScalarAsync(cancellationToken),
            System.Globalization.CultureInfo.InvariantCulture
        );
    }

    /// <summary>What stands in the way, in words; null: not something that a row can be blamed for.</summary>
    public abstract string? Reason(DbException failure);

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected abstract string Parameter(int index);

    protected string InsertInto(TableCopy copy, string otherwise) =>
        $"INSERT INTO {copy.Table} ({string.Join(", ", copy.Written)}) VALUES ({string.Join(", ", copy.Written.Select((_, i) => Parameter(i)))}){otherwise}";

    protected DbCommand Command(string text)
    {
        var command = Connection.CreateCommand();
        command.CommandText = text;
        command.Transaction = _transaction;
        return command;
    }

    protected abstract void Bind(DbCommand command, params object?[] values);
}

/// <summary>One trial or frame on its way.</summary>
readonly record struct ImportedEntry(
    long ResponseId,
    int Ordinal,
    string? Key,
    Domain.Responses.EntryContent Content,
    DateTime ReceivedAt
);

sealed class PostgresTarget(NpgsqlConnection connection) : ImportTarget(connection)
{
    public override async Task<bool[]> InsertNewAsync(
        TableCopy copy,
        IReadOnlyList<ImportRow> rows,
        CancellationToken cancellationToken
    )
    {
        var text = InsertInto(copy, " ON CONFLICT DO NOTHING");
        await using var batch = new NpgsqlBatch(connection);
        foreach (var row in rows)
        {
            var command = new NpgsqlBatchCommand(text);
            foreach (var value in row.Values(copy.Written))
                command.Parameters.Add(ParameterOf(value));
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        return [.. batch.BatchCommands.Cast<NpgsqlBatchCommand>().Select(command => command.RecordsAffected == 1)];
    }

    public override async Task WriteEntriesAsync(
        IEnumerable<ImportedEntry> entries,
        CancellationToken cancellationToken
    )
    {
        await using var writer = await connection.BeginBinaryImportAsync(
            "COPY response_entries (response_id, ordinal, key, label, kind, payload, digest, received_at) FROM STDIN (FORMAT BINARY)",
            cancellationToken
        );
        foreach (var entry in entries)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(entry.ResponseId, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(entry.Ordinal, NpgsqlDbType.Integer, cancellationToken);
            foreach (var text in (string?[])[entry.Key, entry.Content.Label, entry.Content.Kind])
                if (text is null)
                    await writer.WriteNullAsync(cancellationToken);
                else
                    await writer.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(entry.Content.Payload, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(entry.Content.Digest, NpgsqlDbType.Bytea, cancellationToken);
            await writer.WriteAsync(entry.ReceivedAt, NpgsqlDbType.TimestampTz, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    public override async Task ContinueNumbersAsync(string table, CancellationToken cancellationToken)
    {
        await using var sequence = Command($"SELECT pg_get_serial_sequence('{table}', 'id')");
        var name = (string)(await sequence.ExecuteScalarAsync(cancellationToken))!;
        await using var command = Command(
            $"SELECT setval('{name}', greatest((SELECT max(id) FROM {table}), (SELECT last_value FROM {name}))) WHERE EXISTS (SELECT 1 FROM {table})"
        );
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override string? Reason(DbException failure) =>
        failure is PostgresException { SqlState: var state } known
            ? state switch
            {
                PostgresErrorCodes.UniqueViolation => $"another row has the same {known.ConstraintName}",
                PostgresErrorCodes.ForeignKeyViolation => $"belongs to a row that isn't here ({known.ConstraintName})",
                PostgresErrorCodes.NotNullViolation => $"{known.ColumnName} is missing",
                PostgresErrorCodes.StringDataRightTruncation => known.MessageText,
                _ when state.StartsWith("22", StringComparison.Ordinal)
                        || state.StartsWith("23", StringComparison.Ordinal) => known.MessageText,
                _ => null,
            }
            : null;

    protected override string Parameter(int index) => $"${index + 1}";

    protected override void Bind(DbCommand command, params object?[] values)
    {
        foreach (var value in values)
            command.Parameters.Add(ParameterOf(value));
    }

    static NpgsqlParameter ParameterOf(object? value) => new() { Value = value ?? DBNull.Value };
}

sealed class SqliteTarget(SqliteConnection connection) : ImportTarget(connection)
{
    public override async Task<bool[]> InsertNewAsync(
        TableCopy copy,
        IReadOnlyList<ImportRow> rows,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command(InsertInto(copy, " ON CONFLICT DO NOTHING"));
        var written = new bool[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            command.Parameters.Clear();
            Bind(command, rows[i].Values(copy.Written));
            written[i] = await command.ExecuteNonQueryAsync(cancellationToken) == 1;
        }

        return written;
    }

    public override async Task WriteEntriesAsync(
        IEnumerable<ImportedEntry> entries,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command(
            "INSERT INTO response_entries (response_id, ordinal, key, label, kind, payload, digest, received_at) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7)"
        );
        foreach (var entry in entries)
        {
            command.Parameters.Clear();
            var (content, payload) = (entry.Content, Encoding.UTF8.GetString(entry.Content.Payload));
            Bind(
                command,
                entry.ResponseId,
                entry.Ordinal,
                entry.Key,
                content.Label,
                content.Kind,
                payload,
                content.Digest,
                entry.ReceivedAt
            );
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>SQLite remembers the largest number by itself.</summary>
    public override Task ContinueNumbersAsync(string table, CancellationToken cancellationToken) => Task.CompletedTask;

    public override string? Reason(DbException failure) =>
        failure is SqliteException { SqliteErrorCode: 19 } known ? known.Message : null;

    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var command = Command(SqlitePragmas.Sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    protected override string Parameter(int index) => $"@p{index}";

    protected override void Bind(DbCommand command, params object?[] values)
    {
        foreach (var value in values)
            command.Parameters.Add(new SqliteParameter($"@p{command.Parameters.Count}", value ?? DBNull.Value));
    }
}
