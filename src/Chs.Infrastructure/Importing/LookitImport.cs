using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Chs.Application.Ports;
using Chs.Infrastructure.Identity;
using Chs.Infrastructure.Settings;
using Npgsql;

namespace Chs.Infrastructure.Importing;

/// <summary>
/// Reads Lookit's tables one after the other in one snapshot, and writes them in batches, each in a transaction.
/// </summary>
/// <remarks>
/// Existing rows are never changed: a run after an interruption continues where the last one stopped, and another run
/// changes nothing. Of the sessions' data only one batch at a time is held in memory.
/// </remarks>
sealed class LookitImport(ChsSettings settings, Seal seal) : ILookitImport
{
    public async Task<ImportReport> RunAsync(
        string source,
        IProgress<ImportProgress> progress,
        CancellationToken cancellationToken
    )
    {
        await using var lookit = await OpenAsync(source, cancellationToken);
        await using var snapshot = await lookit.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await ExecuteAsync(lookit, "SET TRANSACTION READ ONLY", cancellationToken);
        await using var target = await ImportTarget.OpenAsync(settings, cancellationToken);
        var run = new ImportRun(new LookitReader(lookit), target, progress);
        try
        {
            return await CopyAllAsync(run, cancellationToken);
        }
        catch (PostgresException failure)
            when (failure.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn)
        {
            throw new LookitImportException(
                $"The source isn't a Lookit database of the version that can be read: {failure.MessageText}. "
                    + "Bring Lookit to its newest version first.",
                failure
            );
        }
    }

    async Task<ImportReport> CopyAllAsync(ImportRun run, CancellationToken cancellationToken)
    {
        await run.RefuseOtherDataAsync(LookitAccountTables.Users, cancellationToken);
        foreach (var copy in LookitTables.BeforeSessions(seal.Protect))
            await run.CopyAsync(copy, cancellationToken);
        await run.CopySessionsAsync(cancellationToken);
        foreach (var copy in LookitTables.AfterSessions)
            await run.CopyAsync(copy, cancellationToken);
        return await run.ReportAsync(cancellationToken);
    }

    static async Task<NpgsqlConnection> OpenAsync(string source, CancellationToken cancellationToken)
    {
        NpgsqlConnection? lookit = null;
        try
        {
            var connectionString = new NpgsqlConnectionStringBuilder(source)
            {
                Pooling = false,
                CommandTimeout = 0,
                ApplicationName = "CHS import",
            };
            lookit = new NpgsqlConnection(connectionString.ConnectionString);
            await lookit.OpenAsync(cancellationToken);
            return lookit;
        }
        catch (Exception failure) when (failure is DbException or ArgumentException or SocketException)
        {
            if (lookit is not null)
                await lookit.DisposeAsync();
            throw new LookitImportException($"The Lookit database can't be opened: {failure.Message}", failure);
        }
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
