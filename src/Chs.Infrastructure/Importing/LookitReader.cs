using System.Runtime.CompilerServices;
using Npgsql;

namespace Chs.Infrastructure.Importing;

/// <summary>Reads Lookit's database, in the transaction that its connection has begun.</summary>
sealed class LookitReader(NpgsqlConnection connection)
{
    const int RowsPerBatch = 400;

    public async Task<long> CountAsync(string from, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT count(*) {from}", connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Reads a table in batches.</summary>
    /// <param name="query"><see cref="TableCopy.Query"/> or <see cref="TableCopy.KeyQuery"/>.</param>
    public async IAsyncEnumerable<List<ImportRow>> ReadBatchesAsync(
        string query,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(query, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<ImportRow> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(ImportRow.Read(reader));
            if (rows.Count < RowsPerBatch)
                continue;
            yield return rows;
            rows = [];
        }

        if (rows is not [])
            yield return rows;
    }

    /// <summary>Reads the keys of the sessions that follow one in the order of their numbers.</summary>
    public async Task<List<SessionKey>> ReadSessionKeysAsync(long after, int limit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT id::bigint, uuid FROM studies_response WHERE id > {after} ORDER BY id LIMIT {limit}",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<SessionKey> keys = [];
        while (await reader.ReadAsync(cancellationToken))
            keys.Add(new SessionKey(reader.GetInt64(0), reader.GetGuid(1)));
        return keys;
    }

    public async Task<List<ImportRow>> ReadSessionsAsync(
        IReadOnlyCollection<long> ids,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
            return [];
        var headers = LookitSessions.Headers;
        var chosen = headers with { From = $"{headers.From} WHERE r.id = ANY(ARRAY[{string.Join(',', ids)}])" };
        await using var command = new NpgsqlCommand(chosen.Query, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<ImportRow> rows = [];
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(ImportRow.Read(reader));
        return rows;
    }

    /// <summary>Reads the permissions that single users have on single objects, without a role.</summary>
    /// <param name="table">One of the tables of Lookit's permission library.</param>
    public async Task<List<ObjectPermission>> ReadObjectPermissionsAsync(
        string table,
        CancellationToken cancellationToken
    )
    {
        var objectKey = table.StartsWith("guardian", StringComparison.Ordinal)
            ? "o.object_pk"
            : "o.content_object_id::text";
        await using var command = new NpgsqlCommand(
            $"""
            SELECT o.id::text, u.username, p.codename, {objectKey}
              FROM {table} o
              JOIN accounts_user u ON u.id = o.user_id
              JOIN auth_permission p ON p.id = o.permission_id
             ORDER BY o.id
            """,
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<ObjectPermission> permissions = [];
        while (await reader.ReadAsync(cancellationToken))
            permissions.Add(
                new ObjectPermission(
                    Id: reader.GetString(0),
                    UserName: reader.GetString(1),
                    Permission: reader.GetString(2),
                    ObjectKey: reader.GetString(3)
                )
            );
        return permissions;
    }

    /// <summary>A response's number and id.</summary>
    public readonly record struct SessionKey(long Id, Guid Uuid);

    /// <summary>A permission that one user has on one object.</summary>
    public sealed record ObjectPermission(string Id, string UserName, string Permission, string ObjectKey);
}
