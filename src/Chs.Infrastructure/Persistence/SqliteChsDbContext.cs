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
        // Deferred: a reader must not take the one writer's place.
        var transaction = ((SqliteConnection)Database.GetDbConnection()).BeginTransaction(
            IsolationLevel.Serializable,
            deferred: true
        );
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
            } doubled
        )
            return null;
        // "SQLite Error 19: 'UNIQUE constraint failed: responses.study_id, responses.child_id'."
        var columns = doubled.Message.Split("failed: ")[^1].TrimEnd('.', '\'').Split(", ");
        return string.Join(
            ',',
            columns.Select((column, index) => index == 0 ? column : column[(column.IndexOf('.') + 1)..])
        );
    }
}
