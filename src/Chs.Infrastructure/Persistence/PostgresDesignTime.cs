using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Chs.Infrastructure.Persistence;

/// <inheritdoc cref="SqliteDesignTime"/>
sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresChsDbContext>
{
    public PostgresChsDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<PostgresChsDbContext>();
        PersistenceServices.Configure(builder, DatabaseProvider.Postgres, "Host=design");
        return new PostgresChsDbContext(builder.Options);
    }
}
