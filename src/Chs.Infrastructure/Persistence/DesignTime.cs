using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Chs.Infrastructure.Persistence;

/// <summary>For <c>dotnet ef</c> only: makes migrations without a running host.</summary>
sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteChsDbContext>
{
    public SqliteChsDbContext CreateDbContext(string[] args) =>
        new(
            PersistenceServices
                .Configure(
                    new DbContextOptionsBuilder<SqliteChsDbContext>(),
                    DatabaseProvider.Sqlite,
                    "Data Source=design.db"
                )
                .Options
        );
}

/// <inheritdoc cref="SqliteDesignTime"/>
sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresChsDbContext>
{
    public PostgresChsDbContext CreateDbContext(string[] args) =>
        new(
            PersistenceServices
                .Configure(
                    new DbContextOptionsBuilder<PostgresChsDbContext>(),
                    DatabaseProvider.Postgres,
                    "Host=design"
                )
                .Options
        );
}
