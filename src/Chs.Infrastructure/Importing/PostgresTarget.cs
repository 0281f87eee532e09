using System.Data.Common;
using Chs.Infrastructure.Persistence.Responses;
using Npgsql;
using NpgsqlTypes;

namespace Chs.Infrastructure.Importing;

sealed class PostgresTarget(NpgsqlConnection connection) : ImportTarget(connection)
{
    const string CopyEntries = """
        COPY response_entries (response_id, ordinal, key, label, kind, payload, digest, received_at)
        FROM STDIN (FORMAT BINARY)
        """;

    public override async Task<bool[]> InsertNewAsync(
        TableCopy copy,
        IReadOnlyList<ImportRow> rows,
        CancellationToken cancellationToken
    )
    {
        var sql = $"{InsertStatement(copy)} ON CONFLICT DO NOTHING";
        await using var batch = new NpgsqlBatch(connection);
        foreach (var row in rows)
        {
            var command = new NpgsqlBatchCommand(sql);
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
        await using var writer = await connection.BeginBinaryImportAsync(CopyEntries, cancellationToken);
        foreach (var entry in entries)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(entry.ResponseId, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(entry.Ordinal, NpgsqlDbType.Integer, cancellationToken);
            await WriteTextAsync(writer, entry.Key is { } key ? StoredKey.Of(key) : null, cancellationToken);
            await WriteTextAsync(writer, entry.Content.Label, cancellationToken);
            await WriteTextAsync(writer, entry.Content.Kind, cancellationToken);
            await writer.WriteAsync(entry.Content.Payload, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(entry.Content.Digest, NpgsqlDbType.Bytea, cancellationToken);
            await writer.WriteAsync(entry.ReceivedAt, NpgsqlDbType.TimestampTz, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    static async Task WriteTextAsync(NpgsqlBinaryImporter writer, string? text, CancellationToken cancellationToken)
    {
        if (text is null)
            await writer.WriteNullAsync(cancellationToken);
        else
            await writer.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);
    }

    public override async Task ContinueNumbersAsync(string table, CancellationToken cancellationToken)
    {
        await using var nameQuery = Command($"SELECT pg_get_serial_sequence('{table}', 'id')");
        var sequence = (string)(await nameQuery.ExecuteScalarAsync(cancellationToken))!;
        var largest = $"greatest((SELECT max(id) FROM {table}), (SELECT last_value FROM {sequence}))";
        await using var command = Command(
            $"SELECT setval('{sequence}', {largest}) WHERE EXISTS (SELECT 1 FROM {table})"
        );
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override string? ExplainRefusal(DbException failure) =>
        failure is PostgresException postgres ? ExplainRefusal(postgres) : null;

    static string? ExplainRefusal(PostgresException failure) =>
        failure.SqlState switch
        {
            PostgresErrorCodes.UniqueViolation => $"another row has the same {failure.ConstraintName}",
            PostgresErrorCodes.ForeignKeyViolation => $"belongs to a row that isn't here ({failure.ConstraintName})",
            PostgresErrorCodes.NotNullViolation => $"{failure.ColumnName} is missing",
            // Classes 22 and 23: data exceptions and violated constraints.
            var state when state.StartsWith("22", StringComparison.Ordinal) => failure.MessageText,
            var state when state.StartsWith("23", StringComparison.Ordinal) => failure.MessageText,
            _ => null,
        };

    protected override string Parameter(int index) => $"${index + 1}";

    protected override void Bind(DbCommand command, params object?[] values)
    {
        foreach (var value in values)
            command.Parameters.Add(ParameterOf(value));
    }

    static NpgsqlParameter ParameterOf(object? value) => new() { Value = value ?? DBNull.Value };
}
