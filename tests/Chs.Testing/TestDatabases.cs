using System.Collections.Concurrent;
using Chs.Infrastructure;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Chs.Testing;

/// <summary>
/// Migrated databases without rows: copies of a template that this process makes once. PostgreSQL takes much longer to
/// copy and to drop one than to empty it, so there a test takes over the database of a test that has ended.
/// </summary>
static class TestDatabases
{
    static readonly string? Server = Environment.GetEnvironmentVariable("CHS_TEST_POSTGRES");
    static readonly string Folder = Directory.CreateTempSubdirectory("chs-tests-").FullName;
    static readonly Lazy<Task<string>> SqliteTemplate = new(MakeSqliteTemplateAsync);
    static readonly Lazy<Task<string>> PostgresTemplate = new(MakePostgresTemplateAsync);

    /// <summary>PostgreSQL copies a template only while nobody else uses it.</summary>
    static readonly SemaphoreSlim TemplateLock = new(1);

    /// <summary>Names of PostgreSQL databases that no test uses.</summary>
    static readonly ConcurrentBag<string> Emptied = [];
    static string _migrations = "";
    static int _count;

    /// <summary>To be run in a transaction, in which foreign keys aren't checked then. Answers with the migrations.</summary>
    const string EmptyEverything = """
        SET LOCAL session_replication_role = replica;
        SET LOCAL lock_timeout = '5s';
        DO $$
        DECLARE
            item record;
        BEGIN
            FOR item IN SELECT oid::regclass AS name, relkind FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relname <> '__EFMigrationsHistory'
            LOOP
                IF item.relkind = 'r' THEN EXECUTE 'DELETE FROM ' || item.name; END IF;
                IF item.relkind = 'S' THEN PERFORM setval(item.name, 1, false); END IF;
            END LOOP;
        END $$;
        SELECT string_agg(migration_id, ',' ORDER BY migration_id) FROM "__EFMigrationsHistory";
        """;

    public static string? ReasonToSkipPostgres =>
        string.IsNullOrEmpty(Server)
            ? "Skipped: there is no PostgreSQL. './dev test' starts one, or set CHS_TEST_POSTGRES."
            : null;

    public static async Task<ChsSettings> MakeAsync(DatabaseProvider provider)
    {
        var name = $"t{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        var data = Path.Combine(Folder, name);
        Directory.CreateDirectory(data);
        if (provider is DatabaseProvider.Sqlite)
        {
            var path = Path.Combine(data, "chs.db");
            File.Copy(await SqliteTemplate.Value, path);
            return Settings(provider, data, $"Data Source={path}");
        }

        if (!Emptied.TryTake(out var database))
        {
            database = name;
            await CopyTemplateAsync(database);
        }

        return Settings(provider, data, ConnectionTo(database));
    }

    /// <summary>Takes back a database that a test no longer uses.</summary>
    public static async Task DropAsync(ChsSettings settings)
    {
        if (settings.Database.Provider is DatabaseProvider.Postgres)
            await EmptyAsync(new NpgsqlConnectionStringBuilder(settings.Database.ConnectionString).Database!);
        else
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();

        Directory.Delete(settings.DataDirectory, recursive: true);
    }

    static async Task CopyTemplateAsync(string database)
    {
        var template = await PostgresTemplate.Value;
        await TemplateLock.WaitAsync();
        try
        {
            await ExecuteAsync($"CREATE DATABASE {database} TEMPLATE {template}");
        }
        finally
        {
            TemplateLock.Release();
        }
    }

    /// <summary>
    /// Deletes every row and lets keys begin at 1 again. A database that a test still locks, or has migrated to another
    /// version, is dropped.
    /// </summary>
    static async Task EmptyAsync(string database)
    {
        if (await TryEmptyAsync(database))
            Emptied.Add(database);
        else
            await ExecuteAsync($"DROP DATABASE {database} WITH (FORCE)");
    }

    static async Task<bool> TryEmptyAsync(string database)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionTo(database));
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand(EmptyEverything, connection, transaction);
            var migrations = await command.ExecuteScalarAsync();
            await transaction.CommitAsync();
            return migrations as string == _migrations;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>Creates a database without tables, for programs that migrate it themselves.</summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> MakeEmptyPostgresAsync()
    {
        var name = $"e{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return ConnectionTo(name);
    }

    /// <summary>The settings of a site that leaves everything else at its default.</summary>
    static ChsSettings Settings(DatabaseProvider provider, string data, string connection)
    {
        var values = new Dictionary<string, string?>
        {
            ["Chs:DataDirectory"] = data,
            ["Chs:Demo"] = "false",
            ["Chs:Database:Provider"] = provider.ToString(),
            ["Chs:Database:ConnectionString"] = connection,
            ["Chs:Mail:From"] = "chs@test",
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return ChsSettings.Read(configuration, out var faults)
            ?? throw new InvalidOperationException(string.Join('\n', faults));
    }

    static async Task<string> MakeSqliteTemplateAsync()
    {
        var path = Path.Combine(Folder, "template.db");
        var options = PersistenceServices.Configure(
            new DbContextOptionsBuilder<SqliteChsDbContext>(),
            DatabaseProvider.Sqlite,
            $"Data Source={path};Pooling=False"
        );
        await using var context = new SqliteChsDbContext(options.Options);
        await context.Database.MigrateAsync();
        await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        return path;
    }

    static async Task<string> MakePostgresTemplateAsync()
    {
        var name = $"template_{Environment.ProcessId}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        var options = PersistenceServices.Configure(
            new DbContextOptionsBuilder<PostgresChsDbContext>(),
            DatabaseProvider.Postgres,
            ConnectionTo(name) + ";Pooling=false"
        );
        await using var context = new PostgresChsDbContext(options.Options);
        await context.Database.MigrateAsync();
        _migrations = string.Join(',', await context.Database.GetAppliedMigrationsAsync());
        return name;
    }

    static string ConnectionTo(string database) =>
        new NpgsqlConnectionStringBuilder(Server!)
        {
            Database = database,
            MaxPoolSize = 20,
            Timeout = 30,
        }.ConnectionString;

    static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
