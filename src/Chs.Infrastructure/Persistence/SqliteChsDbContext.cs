using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Chs.Infrastructure.Persistence;

/// <summary>The model on SQLite, the embedded default.</summary>
public sealed class SqliteChsDbContext(DbContextOptions<SqliteChsDbContext> options) : ChsDbContext(options)
{
    const int Constraint = 19,
        UniqueConstraint = 2067,
        PrimaryKeyConstraint = 1555;

    /// <inheritdoc/>
    public override async Task<IAsyncDisposable> BeginSnapshotAsync(CancellationToken cancellationToken)
    {
        await Database.OpenConnectionAsync(cancellationToken);
        var connection = (SqliteConnection)Database.GetDbConnection();
        // Deferred, so that a reader doesn't take the lock of the only writer.
        var transaction = connection.BeginTransaction(IsolationLevel.Serializable, deferred: true);
        return (await Database.UseTransactionAsync(transaction, cancellationToken))!;
    }

    /// <inheritdoc/>
    public override string? ViolatedUniqueColumns(DbUpdateException failure)
    {
        if (
            failure.InnerException
            is not SqliteException
            {
                SqliteErrorCode: Constraint,
                SqliteExtendedErrorCode: UniqueConstraint or PrimaryKeyConstraint
            } violation
        )
            return null;
        // "SQLite Error 19: 'UNIQUE constraint failed: responses.study_id, responses.child_id'."
        var columns = violation.Message.Split("failed: ")[^1].TrimEnd('.', '\'').Split(", ");
        // The first column keeps its table's name.
        var others = columns.Skip(1).Select(column => column[(column.IndexOf('.') + 1)..]);
        return string.Join(',', others.Prepend(columns[0]));
    }
}
