using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Chs.Infrastructure.Persistence;

/// <summary>
/// Creates the context for <c>dotnet ef</c>, so that migrations can be generated without a running host.
/// </summary>
sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteChsDbContext>
{
    public SqliteChsDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<SqliteChsDbContext>();
        PersistenceServices.Configure(builder, DatabaseProvider.Sqlite, "Data Source=design.db");
        return new SqliteChsDbContext(builder.Options);
    }
}
