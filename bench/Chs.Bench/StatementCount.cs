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

    /// <param name="request">Makes a request as the demo's parent.</param>
    /// <returns>Statements for one request, on average; or that the server can't count.</returns>
    public static async Task<string> MeasureAsync(BenchPair pair, Func<HttpRequestMessage> request)
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

        using var handler = new SocketsHttpHandler { UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = pair.Api.Address };
        // The first one fills the caches: an account is read every ten seconds, not with each request.
        await SendAsync(http, pair, request);
        await ExecuteAsync(connection, "SELECT pg_stat_statements_reset()");
        for (var i = 0; i < Times; i++)
            await SendAsync(http, pair, request);
        await using var command = new NpgsqlCommand(Query, connection);
        var statements = (double)(await command.ExecuteScalarAsync())!;
        return (statements / Times).ToString("0.#");
    }

    static async Task SendAsync(HttpClient http, BenchPair pair, Func<HttpRequestMessage> request)
    {
        using var message = request();
        message.Authenticate(pair.Parent);
        using var answer = await http.SendAsync(message);
        answer.EnsureSuccessStatusCode();
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
