using Chs.Application.Ports;
using Chs.Infrastructure.Persistence.Responses;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Chs.Infrastructure.Persistence;

/// <summary>Which database holds everything but objects.</summary>
public enum DatabaseProvider
{
    /// <summary>One file in the data folder: the embedded default.</summary>
    Sqlite = 1,

    /// <summary>A server, for more than one process.</summary>
    Postgres = 2,
}

static class PersistenceServices
{
    public static IServiceCollection AddPersistence(
        this IServiceCollection services,
        DatabaseProvider provider,
        string connectionString
    )
    {
        if (provider is DatabaseProvider.Postgres)
        {
            // One source for EF and for the hot path: one pool, one limit.
            var source = new NpgsqlDataSourceBuilder(
                new NpgsqlConnectionStringBuilder(connectionString)
                {
                    MaxAutoPrepare = 100,
                    NoResetOnClose = true,
                }.ConnectionString
            );
            services.AddSingleton(_ => source.Build());
            services.AddDbContextPool<PostgresChsDbContext>(
                (provided, options) => Configure(options, provider, provided.GetRequiredService<NpgsqlDataSource>())
            );
            services.AddScoped<ChsDbContext>(provided => provided.GetRequiredService<PostgresChsDbContext>());
            services.AddScoped<ISessionLog, PostgresSessionLog>();
        }
        else
        {
            services.AddDbContextPool<SqliteChsDbContext>(options => Configure(options, provider, connectionString));
            services.AddScoped<ChsDbContext>(provided => provided.GetRequiredService<SqliteChsDbContext>());
            services.AddScoped<ISessionLog, SqliteSessionLog>();
        }

        return services.AddScoped<IChsDb>(provided => provided.GetRequiredService<ChsDbContext>());
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
        // A doubled value or a lost race is an expected refusal; what isn't expected is logged where it ends, as an exception.
        options.ConfigureWarnings(warnings =>
            warnings.Log(
                (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug),
                (RelationalEventId.CommandError, LogLevel.Debug),
                (RelationalEventId.NonTransactionalMigrationOperationWarning, LogLevel.Debug)
            )
        ); // SQLite rebuilds tables so; an operator can do nothing about it
        return options;
    }
}
