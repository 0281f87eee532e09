using Chs.Infrastructure;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Chs.Testing;

/// <summary>Fresh, migrated databases: copies of a template that this process makes once.</summary>
static class TestDatabases
{
    static readonly string? Server = Environment.GetEnvironmentVariable("CHS_TEST_POSTGRES");
    static readonly string Folder = Directory.CreateTempSubdirectory("chs-tests-").FullName;
    static readonly Lazy<Task<string>> SqliteTemplate = new(MakeSqliteTemplateAsync);
    static readonly Lazy<Task<string>> PostgresTemplate = new(MakePostgresTemplateAsync);

    /// <summary>PostgreSQL copies a template only while nobody else uses it.</summary>
    static readonly SemaphoreSlim TemplateLock = new(1);
    static int _count;

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

        var template = await PostgresTemplate.Value;
        await TemplateLock.WaitAsync();
        try
        {
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        }
        finally
        {
            TemplateLock.Release();
        }

        return Settings(provider, data, ConnectionTo(name));
    }

    public static async Task DropAsync(ChsSettings settings)
    {
        if (settings.Database.Provider is DatabaseProvider.Postgres)
        {
            var name = new NpgsqlConnectionStringBuilder(settings.Database.ConnectionString).Database;
            await ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)");
        }
        else
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        }

        Directory.Delete(settings.DataDirectory, recursive: true);
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
        await using (var context = new PostgresChsDbContext(options.Options))
            await context.Database.MigrateAsync();
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
