using Chs.Application.Ports;
using Chs.Infrastructure.Persistence.Accounts;
using Chs.Infrastructure.Persistence.Responses;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Chs.Infrastructure.Persistence;

static class PersistenceServices
{
    public static IServiceCollection AddPersistence(
        this IServiceCollection services,
        DatabaseProvider provider,
        string connectionString
    )
    {
        if (provider is DatabaseProvider.Postgres)
            services.AddPostgres(connectionString);
        else
            services.AddSqlite(connectionString);
        return services
            .AddScoped<IChsDb>(provided => provided.GetRequiredService<ChsDbContext>())
            .AddSingleton<IQuotas, DatabaseQuotas>();
    }

    static void AddPostgres(this IServiceCollection services, string connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 100,
            NoResetOnClose = true,
        };
        var source = new NpgsqlDataSourceBuilder(connection.ConnectionString);
        // EF and the session log share one data source, hence one pool with one limit.
        services.AddSingleton(_ => source.Build());
        services.AddDbContextPool<PostgresChsDbContext>(
            (provided, options) =>
                Configure(options, DatabaseProvider.Postgres, provided.GetRequiredService<NpgsqlDataSource>())
        );
        services.AddScoped<ChsDbContext>(provided => provided.GetRequiredService<PostgresChsDbContext>());
        services.AddScoped<ISessionLog, PostgresSessionLog>();
    }

    static void AddSqlite(this IServiceCollection services, string connectionString)
    {
        services.AddDbContextPool<SqliteChsDbContext>(options =>
            Configure(options, DatabaseProvider.Sqlite, connectionString)
        );
        services.AddScoped<ChsDbContext>(provided => provided.GetRequiredService<SqliteChsDbContext>());
        services.AddScoped<ISessionLog, SqliteSessionLog>();
    }

    /// <param name="connection">A connection string, or a data source of PostgreSQL.</param>
    public static TBuilder Configure<TBuilder>(TBuilder options, DatabaseProvider provider, object connection)
        where TBuilder : DbContextOptionsBuilder
    {
        switch (provider, connection)
        {
            case (DatabaseProvider.Sqlite, string text):
                options.UseSqlite(text).AddInterceptors(new SqlitePragmas());
                break;
            case (DatabaseProvider.Postgres, NpgsqlDataSource source):
                options.UseNpgsql(source);
                break;
            case (DatabaseProvider.Postgres, string text):
                options.UseNpgsql(text);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(provider), provider, "No such database.");
        }

        options.UseSnakeCaseNamingConvention();
        options.ConfigureWarnings(LowerExpectedWarnings);
        return options;
    }

    /// <summary>
    /// Logs expected failures as debug messages; unexpected ones are logged as exceptions where they end.
    /// </summary>
    static void LowerExpectedWarnings(WarningsConfigurationBuilder warnings) =>
        warnings.Log(
            // Duplicate values and lost races are answered as refusals.
            (CoreEventId.SaveChangesFailed, LogLevel.Debug),
            (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug),
            (RelationalEventId.CommandError, LogLevel.Debug),
            // SQLite rebuilds tables this way; an operator can do nothing about it.
            (RelationalEventId.NonTransactionalMigrationOperationWarning, LogLevel.Debug)
        );
}
