using System.Data.Common;
using Chs.Application.Ports;
using Chs.Application.Responses;

namespace Chs.Infrastructure.Importing;

/// <summary>One import: copies tables, and collects counts and refused rows for the report.</summary>
sealed class ImportRun(LookitReader lookit, ImportTarget target, IProgress<ImportProgress> progress)
{
    const int SessionsPerBatch = 100;

    /// <summary>Tables of permissions on single objects, and what the objects are.</summary>
    static readonly (string Table, string Kind)[] ObjectPermissionTables =
    [
        ("studies_studyuserobjectpermission", "study"),
        ("studies_labuserobjectpermission", "lab"),
        ("guardian_userobjectpermission", "object"),
    ];

    readonly List<ImportedEntity> _entities = [];
    readonly List<RefusedRow> _refused = [];
    readonly List<string> _notes = [];

    /// <summary>Refuses a target that holds users, but none of Lookit's.</summary>
    /// <remarks>Otherwise each row whose key is taken would be refused, one by one.</remarks>
    public async Task RefuseOtherDataAsync(TableCopy users, CancellationToken cancellationToken)
    {
        if (await target.CountAsync(users.Table, cancellationToken) == 0)
            return;
        await foreach (var rows in lookit.ReadBatchesAsync(users.Query, cancellationToken))
        {
            var found = await FindAsync(users, rows, cancellationToken);
            if (found.Contains(true))
                return;
        }

        throw new LookitImportException(
            "The CHS database holds other people's data (the demo's?). Import into an empty one; "
                + "without Chs__Demo a new one stays empty."
        );
    }

    public async Task CopyAsync(TableCopy copy, CancellationToken cancellationToken)
    {
        var counts = new Counts { InSource = await lookit.CountAsync(copy.From, cancellationToken) };
        await foreach (var rows in lookit.ReadBatchesAsync(copy.Query, cancellationToken))
        {
            var accepted = RefuseInvalid(copy, rows);
            foreach (var row in accepted)
                copy.Complete?.Invoke(row);
            _notes.AddRange(
                accepted
                    .Where(row => row.Note is not null)
                    .Select(row => $"{copy.Entity} {row.Name(copy)}: {row.Note}.")
            );
            await WriteAsync(copy, accepted, _ => Task.CompletedTask, counts, cancellationToken);
            Report(copy, counts, rows.Count);
        }

        await FinishAsync(copy, counts, cancellationToken);
    }

    /// <summary>Copies sessions. Their keys are looked up first: the data of existing ones are not even read.</summary>
    public async Task CopySessionsAsync(CancellationToken cancellationToken)
    {
        var copy = LookitSessions.Headers;
        var counts = new Counts { InSource = await lookit.CountAsync("FROM studies_response", cancellationToken) };
        var last = 0L;
        while (await lookit.ReadSessionKeysAsync(last, SessionsPerBatch, cancellationToken) is [_, ..] keys)
        {
            last = keys[^1].Id;
            await CopySessionBatchAsync(copy, keys, counts, cancellationToken);
            Report(copy, counts, keys.Count);
        }

        await FinishAsync(copy, counts, cancellationToken);
    }

    async Task CopySessionBatchAsync(
        TableCopy copy,
        List<LookitReader.SessionKey> keys,
        Counts counts,
        CancellationToken cancellationToken
    )
    {
        var found = await target.FindAsync(
            copy,
            [.. keys.Select(key => new object?[] { key.Id, key.Uuid })],
            cancellationToken
        );
        counts.ThereBefore += found.Count(isFound => isFound);
        var missing = keys.Where((_, i) => !found[i]).Select(key => key.Id).ToList();
        var rows = RefuseInvalid(copy, await lookit.ReadSessionsAsync(missing, cancellationToken));
        var data = new Dictionary<ImportRow, SessionData>();
        foreach (var row in rows)
            data[row] = LookitSessions.ReadData(row);
        await WriteAsync(
            copy,
            rows,
            written =>
                target.WriteEntriesAsync(
                    written.SelectMany(row => LookitSessions.EntriesOf(row, data[row])),
                    cancellationToken
                ),
            counts,
            cancellationToken
        );
    }

    public async Task<ImportReport> ReportAsync(CancellationToken cancellationToken)
    {
        foreach (var (table, kind) in ObjectPermissionTables)
            await RefuseObjectPermissionsAsync(table, kind, cancellationToken);
        var running = await lookit.CountAsync("FROM studies_study WHERE is_building", cancellationToken);
        if (running > 0)
            _notes.Add($"{running} builds were running: they aren't taken over, ask for them again.");
        return new ImportReport(_entities, _refused, _notes);
    }

    /// <summary>
    /// Reports permissions of single users on single objects: CHS has only roles and site-wide rights.
    /// </summary>
    async Task RefuseObjectPermissionsAsync(string table, string kind, CancellationToken cancellationToken)
    {
        foreach (var found in await lookit.ReadObjectPermissionsAsync(table, cancellationToken))
            _refused.Add(
                new RefusedRow(
                    "permissions",
                    $"{table}/{found.Id}",
                    $"gives {found.UserName} '{found.Permission}' on {kind} {found.ObjectKey} without a role: "
                        + "give that person a role"
                )
            );
    }

    /// <summary>Reports rows whose query says that they can't be copied.</summary>
    /// <returns>The other rows.</returns>
    List<ImportRow> RefuseInvalid(TableCopy copy, List<ImportRow> rows)
    {
        List<ImportRow> accepted = [];
        foreach (var row in rows)
        {
            if (row.Refusal is { } reason)
                _refused.Add(new RefusedRow(copy.Entity, row.Name(copy), reason));
            else
                accepted.Add(row);
        }

        return accepted;
    }

    /// <summary>Writes new rows, and reports those that the database refuses.</summary>
    /// <param name="afterInsert">Writes what belongs to the rows that were written, in the same transaction.</param>
    async Task WriteAsync(
        TableCopy copy,
        List<ImportRow> rows,
        Func<IReadOnlyList<ImportRow>, Task> afterInsert,
        Counts counts,
        CancellationToken cancellationToken
    )
    {
        if (rows is [])
            return;
        var written = await InsertAsync(copy, rows, afterInsert, cancellationToken);
        counts.Copied += written.Count(isWritten => isWritten);

        var rest = rows.Where((_, i) => !written[i]).ToList();
        var found = await FindAsync(copy, rest, cancellationToken);
        counts.ThereBefore += found.Count(isFound => isFound);
        foreach (var row in rest.Where((_, i) => !found[i]))
        {
            var reason = await ExplainRefusalAsync(copy, row, cancellationToken);
            _refused.Add(new RefusedRow(copy.Entity, row.Name(copy), reason));
        }
    }

    /// <summary>Inserts rows together; or one by one, when the database refuses any of them.</summary>
    async Task<bool[]> InsertAsync(
        TableCopy copy,
        List<ImportRow> rows,
        Func<IReadOnlyList<ImportRow>, Task> afterInsert,
        CancellationToken cancellationToken
    )
    {
        if (await TryInsertAsync(copy, rows, afterInsert, cancellationToken) is { } all)
            return all;
        var written = new bool[rows.Count];
        for (var i = 0; i < rows.Count; i++)
            written[i] = await TryInsertAsync(copy, [rows[i]], afterInsert, cancellationToken) is [true];
        return written;
    }

    /// <returns>
    /// For each row whether it was written; null when the database refuses any of them: none is written then.
    /// </returns>
    async Task<bool[]?> TryInsertAsync(
        TableCopy copy,
        List<ImportRow> rows,
        Func<IReadOnlyList<ImportRow>, Task> afterInsert,
        CancellationToken cancellationToken
    )
    {
        bool[] written = [];
        try
        {
            await target.InTransactionAsync(
                async () =>
                {
                    written = await target.InsertNewAsync(copy, rows, cancellationToken);
                    await afterInsert([.. rows.Where((_, i) => written[i])]);
                },
                cancellationToken
            );
            return written;
        }
        catch (DbException failure) when (target.ExplainRefusal(failure) is not null)
        {
            return null;
        }
    }

    /// <summary>
    /// Inserts the row once more, this time without ignoring conflicts, in order to learn the reason.
    /// </summary>
    async Task<string> ExplainRefusalAsync(TableCopy copy, ImportRow row, CancellationToken cancellationToken)
    {
        try
        {
            await target.InTransactionAsync(() => target.InsertAsync(copy, row, cancellationToken), cancellationToken);
            return "was in the way of another import that runs at the same time";
        }
        catch (DbException failure) when (target.ExplainRefusal(failure) is { } reason)
        {
            return reason;
        }
    }

    void Report(TableCopy copy, Counts counts, int rows)
    {
        counts.Done += rows;
        progress.Report(new ImportProgress(copy.Entity, counts.Done, counts.InSource));
    }

    async Task FinishAsync(TableCopy copy, Counts counts, CancellationToken cancellationToken)
    {
        if (copy.IsNumbered)
            await target.ContinueNumbersAsync(copy.Table, cancellationToken);
        var found = await CountFoundAsync(copy, cancellationToken);
        _entities.Add(new ImportedEntity(copy.Entity, counts.InSource, counts.Copied, counts.ThereBefore, found));
    }

    /// <summary>Counts the rows of Lookit that are in the target now.</summary>
    async Task<long> CountFoundAsync(TableCopy copy, CancellationToken cancellationToken)
    {
        var count = 0L;
        await foreach (var rows in lookit.ReadBatchesAsync(copy.KeyQuery, cancellationToken))
        {
            var found = await FindAsync(copy, rows, cancellationToken);
            count += found.Count(isFound => isFound);
        }

        return count;
    }

    Task<bool[]> FindAsync(TableCopy copy, List<ImportRow> rows, CancellationToken cancellationToken) =>
        target.FindAsync(copy, [.. rows.Select(row => row.Values(copy.Key))], cancellationToken);

    sealed class Counts
    {
        public required long InSource { get; init; }
        public long Done { get; set; }
        public long Copied { get; set; }
        public long ThereBefore { get; set; }
    }
}
