using System.Data.Common;
using System.Text;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Persistence.Responses;
using Microsoft.Data.Sqlite;

namespace Chs.Infrastructure.Importing;

sealed class SqliteTarget(SqliteConnection connection) : ImportTarget(connection)
{
    /// <summary>SQLITE_CONSTRAINT.</summary>
    const int ConstraintViolation = 19;

    const string InsertEntry = """
        INSERT INTO response_entries (response_id, ordinal, key, label, kind, payload, digest, received_at)
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7)
        """;

    public override async Task<bool[]> InsertNewAsync(
        TableCopy copy,
        IReadOnlyList<ImportRow> rows,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command($"{InsertStatement(copy)} ON CONFLICT DO NOTHING");
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
        await using var command = Command(InsertEntry);
        foreach (var entry in entries)
        {
            command.Parameters.Clear();
            Bind(
                command,
                entry.ResponseId,
                entry.Ordinal,
                entry.Key is { } key ? StoredKey.Of(key) : null,
                entry.Content.Label,
                entry.Content.Kind,
                Encoding.UTF8.GetString(entry.Content.Payload),
                entry.Content.Digest,
                entry.ReceivedAt
            );
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Does nothing: SQLite keeps the largest number by itself.</summary>
    public override Task ContinueNumbersAsync(string table, CancellationToken cancellationToken) => Task.CompletedTask;

    public override string? ExplainRefusal(DbException failure) =>
        failure is SqliteException { SqliteErrorCode: ConstraintViolation } violation ? violation.Message : null;

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
