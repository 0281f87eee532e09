using Chs.Testing;
using Npgsql;

namespace Chs.Bench;

/// <summary>Counts the SQL statements of a request, with those that begin and end transactions.</summary>
static class StatementCount
{
    const int Times = 10;

    /// <summary>Background services and the look-up of credentials, which is cached, don't belong to the request.</summary>
    const string Query = """
        SELECT coalesce(sum(calls), 0)::float8 FROM pg_stat_statements
         WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
           AND query NOT ILIKE '%pg_stat_statements%'
           AND query NOT ILIKE 'SELECT % FROM outbox%'
           AND query NOT ILIKE '%leased_until%'
           AND query NOT ILIKE '%FROM credentials%'
        """;

    /// <param name="client">Sends the requests.</param>
    /// <param name="request">Makes a request.</param>
    /// <returns>Statements for one request, on average; or that the server can't count.</returns>
    public static async Task<string> MeasureAsync(BenchPair pair, ApiClient client, Func<HttpRequestMessage> request)
    {
        await using var connection = new NpgsqlConnection(pair.Database);
        await connection.OpenAsync();
        try
        {
            await ExecuteAsync(connection, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        }
        catch (PostgresException)
        {
            return "not counted";
        }

        using var handler = Player.NewHandler();
        using var http = new HttpClient(handler) { BaseAddress = client.Address };
        // The first one fills the caches: an account is read every ten seconds, not with each request.
        await SendAsync(http, client, request);
        await ExecuteAsync(connection, "SELECT pg_stat_statements_reset()");
        for (var i = 0; i < Times; i++)
            await SendAsync(http, client, request);
        await using var command = new NpgsqlCommand(Query, connection);
        var statements = (double)(await command.ExecuteScalarAsync())!;
        return (statements / Times).ToString("0.#");
    }

    static async Task SendAsync(HttpClient http, ApiClient client, Func<HttpRequestMessage> request)
    {
        using var message = request();
        message.Authenticate(client);
        using var answer = await http.SendAsync(message);
        answer.EnsureSuccessStatusCode();
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
