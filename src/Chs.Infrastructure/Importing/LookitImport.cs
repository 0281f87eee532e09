using System.Data;
using System.Data.Common;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Infrastructure.Identity;
using Chs.Infrastructure.Settings;
using Npgsql;

namespace Chs.Infrastructure.Importing;

/// <summary>
/// Reads Lookit's tables one after the other in one snapshot, and writes batches, each in a transaction. Whatever is here stays as it is:
/// after an interruption the next run goes on where this one ended, and one more changes nothing. Of a session's data only one batch is held in memory.
/// </summary>
sealed class LookitImport(ChsSettings settings, Seal seal) : ILookitImport
{
    const int RowsAtOnce = 400,
        SessionsAtOnce = 100;

    public async Task<ImportReport> RunAsync(
        string source,
        IProgress<ImportProgress> progress,
        CancellationToken cancellationToken
    )
    {
        await using var lookit = await OpenAsync(source, cancellationToken);
        await using var snapshot = await lookit.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await ExecuteAsync(lookit, "SET TRANSACTION READ ONLY", cancellationToken);
        await using var chs = await ImportTarget.OpenAsync(settings, cancellationToken);
        var run = new Run(lookit, chs, progress);
        try
        {
            foreach (var copy in LookitTables.BeforeSessions(seal.Close))
            {
                if (copy.Table == "users")
                    await run.RefuseOtherDataAsync(copy, cancellationToken);
                await run.CopyAsync(copy, cancellationToken);
            }

            await run.CopySessionsAsync(cancellationToken);
            foreach (var copy in LookitTables.AfterSessions)
                await run.CopyAsync(copy, cancellationToken);
            return await run.ReportAsync(cancellationToken);
        }
        catch (PostgresException failure)
            when (failure.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn)
        {
            throw new LookitImportException(
                $"The source isn't a Lookit database of the version that can be read: {failure.MessageText}. Bring Lookit to its newest version first.",
                failure
            );
        }
    }

    static async Task<NpgsqlConnection> OpenAsync(string source, CancellationToken cancellationToken)
    {
        NpgsqlConnection? lookit = null;
        try
        {
            lookit = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(source)
                {
                    Pooling = false,
                    CommandTimeout = 0,
                    ApplicationName = "CHS import",
                }.ConnectionString
            );
            await lookit.OpenAsync(cancellationToken);
            return lookit;
        }
        catch (Exception failure)
            when (failure is DbException or ArgumentException or System.Net.Sockets.SocketException)
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

    /// <summary>One import from beginning to end.</summary>
    sealed class Run(NpgsqlConnection lookit, ImportTarget chs, IProgress<ImportProgress> progress)
    {
        readonly List<ImportedEntity> _entities = [];
        readonly List<RefusedRow> _refused = [];

        /// <summary>Keys that are taken by others would be refused one by one: better to say it once.</summary>
        public async Task RefuseOtherDataAsync(TableCopy users, CancellationToken cancellationToken)
        {
            if (await chs.CountAsync(users.Table, cancellationToken) == 0)
                return;
            await foreach (var rows in BatchesAsync(users, cancellationToken))
                if (
                    (
                        await chs.AreHereAsync(users, [.. rows.Select(row => row.Values(users.Key))], cancellationToken)
                    ).Any(isHere => isHere)
                )
                    return;
            throw new LookitImportException(
                "The CHS database holds other people's data (the demo's?). Import into an empty one; Chs__Demo=false keeps a new one empty."
            );
        }

        public async Task CopyAsync(TableCopy copy, CancellationToken cancellationToken)
        {
            long total = await CountAsync($"SELECT count(*) {copy.From}", cancellationToken),
                done = 0,
                copied = 0,
                before = 0;
            await foreach (var rows in BatchesAsync(copy, cancellationToken))
            {
                var taken = rows.Where(row => !IsRefused(copy, row)).ToList();
                foreach (var row in taken)
                    copy.Complete?.Invoke(row);
                var written = await WriteAsync(copy, taken, (_, _) => Task.CompletedTask, cancellationToken);
                (copied, before, done) = (copied + written.Copied, before + written.Before, done + rows.Count);
                progress.Report(new ImportProgress(copy.Entity, done, total));
            }

            if (copy.IsNumbered)
                await chs.ContinueNumbersAsync(copy.Table, cancellationToken);
            _entities.Add(
                new ImportedEntity(copy.Entity, total, copied, before, await FindAsync(copy, cancellationToken))
            );
        }

        /// <summary>Sessions are looked up by their keys first: what is here already isn't even read.</summary>
        public async Task CopySessionsAsync(CancellationToken cancellationToken)
        {
            var copy = LookitSessions.Headers;
            long total = await CountAsync("SELECT count(*) FROM studies_response", cancellationToken),
                done = 0,
                copied = 0,
                before = 0,
                last = 0;
            while (await KeysAsync(last, cancellationToken) is [_, ..] keys)
            {
                last = keys[^1].Id;
                var here = await chs.AreHereAsync(
                    copy,
                    [.. keys.Select(key => new object?[] { key.Id, key.Uuid })],
                    cancellationToken
                );
                before += here.Count(isHere => isHere);
                var missing = keys.Where((_, i) => !here[i]).Select(key => key.Id).ToArray();
                var rows = missing is []
                    ? []
                    : await ReadAsync(
                        copy,
                        $"WHERE r.id = ANY(ARRAY[{string.Join(',', missing)}]) ",
                        cancellationToken
                    );
                var data = new Dictionary<ImportRow, SessionData>();
                foreach (var row in rows.Where(row => !IsRefused(copy, row)))
                    data[row] = LookitSessions.Split(row);
                var written = await WriteAsync(
                    copy,
                    [.. data.Keys],
                    (sessions, token) =>
                        chs.WriteEntriesAsync(
                            sessions.SelectMany(row => LookitSessions.EntriesOf(row, data[row])),
                            token
                        ),
                    cancellationToken
                );
                (copied, before, done) = (copied + written.Copied, before + written.Before, done + keys.Count);
                progress.Report(new ImportProgress(copy.Entity, done, total));
            }

            await chs.ContinueNumbersAsync(copy.Table, cancellationToken);
            _entities.Add(
                new ImportedEntity(copy.Entity, total, copied, before, await FindAsync(copy, cancellationToken))
            );
        }

        public async Task<ImportReport> ReportAsync(CancellationToken cancellationToken)
        {
            foreach (
                var (table, what) in ((string, string)[])
                    [
                        ("studies_studyuserobjectpermission", "study"),
                        ("studies_labuserobjectpermission", "lab"),
                        ("guardian_userobjectpermission", "object"),
                    ]
            )
                await ReadDirectPermissionsAsync(table, what, cancellationToken);
            List<string> notes = [];
            var running = await CountAsync("SELECT count(*) FROM studies_study WHERE is_building", cancellationToken);
            if (running > 0)
                notes.Add($"{running} builds were running: they aren't taken over, ask for them again.");
            return new ImportReport(_entities, _refused, notes);
        }

        bool IsRefused(TableCopy copy, ImportRow row)
        {
            if (row.Refused is not { } reason)
                return false;
            _refused.Add(new RefusedRow(copy.Entity, row.Name(copy), reason));
            return true;
        }

        /// <summary>Writes what isn't here yet, together when all goes well, else one by one to find out what stands in the way.</summary>
        async Task<(int Copied, int Before)> WriteAsync(
            TableCopy copy,
            List<ImportRow> rows,
            Func<IReadOnlyList<ImportRow>, CancellationToken, Task> then,
            CancellationToken cancellationToken
        )
        {
            if (rows is [])
                return (0, 0);
            bool[] written = [];
            try
            {
                await chs.InTransactionAsync(
                    async () =>
                    {
                        written = await chs.InsertNewAsync(copy, rows, cancellationToken);
                        await then([.. rows.Where((_, i) => written[i])], cancellationToken);
                    },
                    cancellationToken
                );
            }
            catch (DbException failure) when (chs.Reason(failure) is not null)
            {
                written = new bool[rows.Count];
                for (var i = 0; i < rows.Count; i++)
                    written[i] = await WriteOneAsync(copy, rows[i], then, cancellationToken);
            }

            var rest = rows.Where((_, i) => !written[i]).ToList();
            var here = await chs.AreHereAsync(copy, [.. rest.Select(row => row.Values(copy.Key))], cancellationToken);
            foreach (var row in rest.Where((_, i) => !here[i]))
                _refused.Add(
                    new RefusedRow(copy.Entity, row.Name(copy), await WhyNotAsync(copy, row, cancellationToken))
                );
            return (written.Count(isWritten => isWritten), here.Count(isHere => isHere));
        }

        async Task<bool> WriteOneAsync(
            TableCopy copy,
            ImportRow row,
            Func<IReadOnlyList<ImportRow>, CancellationToken, Task> then,
            CancellationToken cancellationToken
        )
        {
            var written = false;
            try
            {
                await chs.InTransactionAsync(
                    async () =>
                    {
                        written = (await chs.InsertNewAsync(copy, [row], cancellationToken))[0];
                        if (written)
                            await then([row], cancellationToken);
                    },
                    cancellationToken
                );
                return written;
            }
            catch (DbException failure) when (chs.Reason(failure) is not null)
            {
                return false;
            }
        }

        async Task<string> WhyNotAsync(TableCopy copy, ImportRow row, CancellationToken cancellationToken)
        {
            try
            {
                await chs.InTransactionAsync(() => chs.InsertAsync(copy, row, cancellationToken), cancellationToken);
                return "was in the way of another import that runs at the same time";
            }
            catch (DbException failure) when (chs.Reason(failure) is { } reason)
            {
                return reason;
            }
        }

        async Task<long> FindAsync(TableCopy copy, CancellationToken cancellationToken)
        {
            var keys = string.Join(", ", copy.Key.Select(column => $"{copy[column]} AS {column}"));
            long found = 0;
            await foreach (
                var rows in BatchesAsync(copy, cancellationToken, $"SELECT {keys} {copy.From} ORDER BY {copy.OrderBy}")
            )
                found += (
                    await chs.AreHereAsync(copy, [.. rows.Select(row => row.Values(copy.Key))], cancellationToken)
                ).Count(isHere => isHere);
            return found;
        }

        async Task<List<(long Id, Guid Uuid)>> KeysAsync(long after, CancellationToken cancellationToken)
        {
            await using var command = new NpgsqlCommand(
                $"SELECT id::bigint, uuid FROM studies_response WHERE id > {after} ORDER BY id LIMIT {SessionsAtOnce}",
                lookit
            );
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            List<(long, Guid)> keys = [];
            while (await reader.ReadAsync(cancellationToken))
                keys.Add((reader.GetInt64(0), reader.GetGuid(1)));
            return keys;
        }

        async Task<List<ImportRow>> ReadAsync(TableCopy copy, string where, CancellationToken cancellationToken)
        {
            await using var command = new NpgsqlCommand((copy with { From = $"{copy.From} {where}" }).Query, lookit);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            List<ImportRow> rows = [];
            while (await reader.ReadAsync(cancellationToken))
                rows.Add(ImportRow.Of(reader));
            return rows;
        }

        async IAsyncEnumerable<List<ImportRow>> BatchesAsync(
            TableCopy copy,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken,
            string? query = null
        )
        {
            await using var command = new NpgsqlCommand(query ?? copy.Query, lookit);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            List<ImportRow> rows = [];
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(ImportRow.Of(reader));
                if (rows.Count < RowsAtOnce)
                    continue;
                yield return rows;
                rows = [];
            }

            if (rows is not [])
                yield return rows;
        }

        async Task<long> CountAsync(string sql, CancellationToken cancellationToken)
        {
            await using var command = new NpgsqlCommand(sql, lookit);
            return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        }

        /// <summary>CHS knows rights by roles and site-wide ones: a right of one person on one object has no place, and must not vanish silently.</summary>
        async Task ReadDirectPermissionsAsync(string table, string what, CancellationToken cancellationToken)
        {
            var key = table.StartsWith("guardian", StringComparison.Ordinal)
                ? "o.object_pk"
                : "o.content_object_id::text";
            await using var command = new NpgsqlCommand(
                $"SELECT o.id::text, u.username, p.codename, {key} FROM {table} o JOIN accounts_user u ON u.id = o.user_id JOIN auth_permission p ON p.id = o.permission_id ORDER BY o.id",
                lookit
            );
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                _refused.Add(
                    new RefusedRow(
                        "permissions",
                        $"{table}/{reader.GetString(0)}",
                        $"gives {reader.GetString(1)} '{reader.GetString(2)}' on {what} {reader.GetString(3)} without a role: give that person a role"
                    )
                );
        }
    }
}
