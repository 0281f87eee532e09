using Chs.Infrastructure;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Chs.Testing;

/// <summary>Fresh, migrated databases: copies of one template of this process.</summary>
static class TestDatabases
{
    static readonly string? Server = Environment.GetEnvironmentVariable("CHS_TEST_POSTGRES");
    static readonly string Folder = Directory.CreateTempSubdirectory("chs-tests-").FullName;
    static readonly Lazy<Task<string>> SqliteTemplate = new(MakeSqliteTemplateAsync),
        PostgresTemplate = new(MakePostgresTemplateAsync);
    static readonly SemaphoreSlim OneAtATime = new(1);
    static int _count;

    public static string? WhyNoPostgres =>
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
            File.Copy(await SqliteTemplate.Value, Path.Combine(data, "chs.db"));
            return Settings(provider, data, $"Data Source={Path.Combine(data, "chs.db")}");
        }

        var template = await PostgresTemplate.Value;
        await OneAtATime.WaitAsync(); // a template can't be copied twice at once
        try
        {
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        }
        finally
        {
            OneAtATime.Release();
        }

        return Settings(provider, data, Named(name));
    }

    public static async Task DropAsync(ChsSettings settings)
    {
        if (settings.Database is DatabaseProvider.Postgres)
            await ExecuteAsync(
                $"DROP DATABASE {new NpgsqlConnectionStringBuilder(settings.ConnectionString).Database} WITH (FORCE)"
            );
        else
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(settings.DataDirectory, recursive: true);
    }

    /// <summary>An empty database without tables, for programs that migrate themselves.</summary>
    public static async Task<string> MakeEmptyPostgresAsync()
    {
        var name = $"e{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return Named(name);
    }

    /// <summary>As an operator would get them who says nothing else.</summary>
    static ChsSettings Settings(DatabaseProvider provider, string data, string connection)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Chs:DataDirectory"] = data,
                    ["Chs:Demo"] = "false",
                    ["Chs:Database:Provider"] = provider.ToString(),
                    ["Chs:Database:ConnectionString"] = connection,
                    ["Chs:Mail:From"] = "chs@test",
                }
            )
            .Build();
        return ChsSettings.Read(configuration, out var faults)
            ?? throw new InvalidOperationException(string.Join('\n', faults));
    }

    static async Task<string> MakeSqliteTemplateAsync()
    {
        var path = Path.Combine(Folder, "template.db");
        await using var context = new SqliteChsDbContext(
            PersistenceServices
                .Configure(
                    new DbContextOptionsBuilder<SqliteChsDbContext>(),
                    DatabaseProvider.Sqlite,
                    $"Data Source={path};Pooling=False"
                )
                .Options
        );
        await context.Database.MigrateAsync();
        await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        return path;
    }

    static async Task<string> MakePostgresTemplateAsync()
    {
        var name = $"template_{Environment.ProcessId}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        await using (
            var context = new PostgresChsDbContext(
                PersistenceServices
                    .Configure(
                        new DbContextOptionsBuilder<PostgresChsDbContext>(),
                        DatabaseProvider.Postgres,
                        Named(name) + ";Pooling=false"
                    )
                    .Options
            )
        )
            await context.Database.MigrateAsync();
        return name;
    }

    static string Named(string database) =>
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
