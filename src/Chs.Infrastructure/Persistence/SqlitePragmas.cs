using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Chs.Infrastructure.Persistence;

/// <summary>Configures every connection to SQLite when it is opened.</summary>
sealed class SqlitePragmas : DbConnectionInterceptor
{
    /// <summary>
    /// WAL: readers never wait for the writer. FULL: acknowledged writes survive a power failure.
    /// A second writer waits up to ten seconds for the first.
    /// </summary>
    internal const string Sql =
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000; PRAGMA foreign_keys=ON;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Sql;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
