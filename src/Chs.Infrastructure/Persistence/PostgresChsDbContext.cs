using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Chs.Infrastructure.Persistence;

/// <summary>The model on PostgreSQL.</summary>
public sealed class PostgresChsDbContext(DbContextOptions<PostgresChsDbContext> options) : ChsDbContext(options)
{
    /// <inheritdoc/>
    public override async Task<IAsyncDisposable> BeginSnapshotAsync(CancellationToken cancellationToken) =>
        await Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    /// <inheritdoc/>
    public override string? ViolatedUniqueColumns(DbUpdateException failure)
    {
        if (failure.InnerException is not PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation)
            return null;
        var index = Model
            .GetEntityTypes()
            .SelectMany(type => type.GetIndexes())
            .FirstOrDefault(index => index.GetDatabaseName() == violation.ConstraintName);
        if (index is null)
            return null;
        var columns = index.Properties.Select(property => property.GetColumnName());
        return $"{violation.TableName}.{string.Join(',', columns)}";
    }
}
