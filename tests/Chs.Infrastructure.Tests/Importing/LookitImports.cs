using System.Data.Common;
using System.Text;
using Chs.Application.Ports;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chs.Infrastructure.Tests.Importing;

/// <summary>Imports of a small Lookit database.</summary>
static class LookitImports
{
    /// <summary>Creates a Lookit database with the rows of <c>lookit-small.sql</c>.</summary>
    /// <param name="more">Further statements.</param>
    /// <returns>Its connection string.</returns>
    public static async Task<string> LookitAsync(params string[] more)
    {
        var lookit = await LookitDatabase.NewAsync();
        var small = Repository.File("tests/Chs.Infrastructure.Tests/Importing/lookit-small.sql");
        await LookitDatabase.ExecuteAsync(lookit, await File.ReadAllTextAsync(small));
        foreach (var sql in more)
            await LookitDatabase.ExecuteAsync(lookit, sql);
        return lookit;
    }

    /// <param name="report">Is called at each progress.</param>
    public static async Task<ImportReport> ImportAsync(
        TestChs chs,
        string lookit,
        Action<ImportProgress>? report = null,
        CancellationToken cancellationToken = default
    )
    {
        ImportReport? result = null;
        await chs.WithServicesAsync(async services =>
        {
            var import = services.GetRequiredService<ILookitImport>();
            result = await import.RunAsync(lookit, new Listener(report), cancellationToken);
        });
        return result!;
    }

    /// <summary>Every row of every table of CHS, as text.</summary>
    public static async Task<string> DumpAsync(TestChs chs)
    {
        var dump = new StringBuilder();
        await chs.WithServicesAsync(async services =>
        {
            var db = services.GetRequiredService<ChsDbContext>();
            await db.Database.OpenConnectionAsync();
            var tables = db.Model.GetEntityTypes().Select(type => type.GetTableName()!).Distinct().Order();
            foreach (var table in tables)
            {
                await using var command = db.Database.GetDbConnection().CreateCommand();
                command.CommandText = $"SELECT * FROM {table} ORDER BY 1, 2";
                await using var reader = await command.ExecuteReaderAsync();
                while (await reader.ReadAsync())
                    dump.Append(table).Append(' ').AppendLine(TextOf(reader));
            }
        });
        return dump.ToString();
    }

    static string TextOf(DbDataReader row) =>
        string.Join('|', Enumerable.Range(0, row.FieldCount).Select(column => TextOf(row.GetValue(column))));

    static string? TextOf(object value) => value is byte[] bytes ? Convert.ToHexString(bytes) : value.ToString();

    sealed class Listener(Action<ImportProgress>? report) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => report?.Invoke(value);
    }
}
