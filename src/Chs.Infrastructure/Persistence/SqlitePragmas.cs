using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Chs.Infrastructure.Persistence;

/// <summary>How every connection to SQLite behaves.</summary>
sealed class SqlitePragmas : DbConnectionInterceptor
{
    /// <summary>WAL: readers never wait for the writer. FULL: what was acknowledged survives a power cut. Waits ten seconds for the one writer.</summary>
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
