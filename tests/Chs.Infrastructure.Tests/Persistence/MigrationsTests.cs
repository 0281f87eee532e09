using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Chs.Infrastructure.Tests.Persistence;

/// <summary>Migrations belong to the model, and databases to the migrations that made them.</summary>
public class MigrationsTests
{
    public static TheoryData<DatabaseProvider> Providers => [DatabaseProvider.Sqlite, DatabaseProvider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public void The_model_has_no_changes_without_a_migration(DatabaseProvider provider)
    {
        using var context = ContextOf(provider);
        Assert.False(context.Database.HasPendingModelChanges(), "The model has changed: run './dev migrations'.");
    }

    [Theory, MemberData(nameof(Providers))]
    public void There_is_one_migration_until_1_0(DatabaseProvider provider)
    {
        Assert.Equal(0, typeof(ChsDbContext).Assembly.GetName().Version!.Major);
        using var context = ContextOf(provider);
        Assert.EndsWith("_Initial", Assert.Single(context.Database.GetMigrations()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_database_of_this_version_is_accepted(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.WithServicesAsync(async services => Assert.Null(await services.FindForeignSchemaAsync(default)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_database_of_another_version_is_refused_with_what_to_do(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.WithServicesAsync(async services =>
        {
            var database = services.GetRequiredService<ChsDbContext>().Database;
            await database.ExecuteSqlRawAsync(
                "UPDATE \"__EFMigrationsHistory\" SET migration_id = '20250101000000_Initial'"
            );

            var refusal = await services.FindForeignSchemaAsync(default);

            Assert.Contains("schema 20250101000000_Initial", refusal);
            Assert.Contains(on is DatabaseProvider.Sqlite ? "move chs.db" : "name an empty database", refusal);
        });
    }

    static ChsDbContext ContextOf(DatabaseProvider provider) =>
        provider is DatabaseProvider.Sqlite
            ? new SqliteDesignTime().CreateDbContext([])
            : new PostgresDesignTime().CreateDbContext([]);
}
