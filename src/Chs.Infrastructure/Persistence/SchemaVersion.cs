using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Chs.Infrastructure.Persistence;

/// <summary>
/// Until 1.0 each database has one migration, made anew when the model changes. A database that another one made
/// has other tables under the same names, so it is refused before anything reads or writes it.
/// </summary>
public static class SchemaVersion
{
    /// <summary>Says why this program can't use the configured database, if another version made it.</summary>
    /// <returns>
    /// What is wrong and what to do about it. Null for a database of this version, for one that is empty or doesn't
    /// exist yet, and for one that doesn't answer: health checks report that.
    /// </returns>
    public static async Task<string?> FindForeignSchemaAsync(
        this IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<ChsDbContext>().Database;
        if (!await database.CanConnectAsync(cancellationToken))
            return null;
        var applied = await database.GetAppliedMigrationsAsync(cancellationToken);
        var foreign = applied.Except(database.GetMigrations()).LastOrDefault();
        return foreign is null ? null : Explain(database, foreign);
    }

    static string Explain(DatabaseFacade database, string foreign)
    {
        var remedy = database.IsSqlite()
            ? "move chs.db out of the data folder to begin with an empty one"
            : "name an empty database in Chs__Database__ConnectionString and run 'migrate'";
        return $"This database was made by another version of CHS (schema {foreign}; this one has "
            + $"{database.GetMigrations().Last()}). Versions before 1.0 can't read each other's databases: "
            + $"run the version that made it, or {remedy}.";
    }
}
