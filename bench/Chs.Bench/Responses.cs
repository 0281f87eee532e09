using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Chs.Testing;
using Npgsql;

namespace Chs.Bench;

/// <summary>
/// Saves per second of the v1 PATCH against the bare program, on the same PostgreSQL, in one run and in alternating slices.
/// Each request sends all trials so far and adds one; sessions begin with five trials and end with fifteen, so that bodies are of the size named on average.
/// </summary>
static class Responses
{
    public const int Connections = 32,
        First = 5,
        Last = 15;
    const int Rounds = 3;

    public static async Task<int> RunAsync(string root, string postgres, int seconds)
    {
        await using var both = await BenchPair.StartAsync(root, postgres);
        var (api, parent, database, bareAddress) = (both.Api, both.Parent, both.Database, both.BareAddress);
        Console.WriteLine($"{Connections} connections, {Rounds} rounds of {seconds} s each, PostgreSQL with fsync");
        Console.WriteLine("  body      CHS /s   bare /s   ratio   CHS p50 / p99 ms");
        foreach (var kilobytes in (int[])[1, 10, 100])
        {
            List<double> chsRates = [],
                bareRates = [],
                ratios = [];
            List<double> latencies = [];
            for (var round = 0; round <= Rounds; round++)
            {
                // Round 0 warms up both programs and isn't counted.
                var duration = TimeSpan.FromSeconds(round == 0 ? 5 : seconds);
                var bareRate = await DriveAsync(
                    bareAddress,
                    id => $"/responses/{id}",
                    null,
                    database,
                    "bare",
                    kilobytes,
                    duration,
                    []
                );
                var chsRate = await DriveAsync(
                    api.Address,
                    id => $"/api/v1/responses/{id}/",
                    parent,
                    database,
                    "responses",
                    kilobytes,
                    duration,
                    round == 0 ? [] : latencies
                );
                if (round == 0)
                    continue;
                chsRates.Add(chsRate);
                bareRates.Add(bareRate);
                ratios.Add(chsRate / bareRate);
            }

            latencies.Sort();
            Console.WriteLine(
                $"{kilobytes, 4} KB  {Median(chsRates), 10:F0}{Median(bareRates), 10:F0}{Median(ratios), 8:F2}   {latencies[latencies.Count / 2]:F1} / {latencies[(int)(latencies.Count * .99)]:F1}"
            );
        }

        return 0;
    }

    /// <returns>Requests answered 200 per second.</returns>
    public static async Task<double> DriveAsync(
        Uri address,
        Func<Guid, string> path,
        ApiClient? who,
        string database,
        string table,
        int kilobytes,
        TimeSpan duration,
        List<double> latencies
    )
    {
        var trials = Enumerable.Range(0, Last + 1).Select(i => Trial(i, kilobytes * 1024 / 10)).ToArray();
        var waiting = await MakeAsync(
            database,
            table,
            trials,
            (int)(duration.TotalSeconds * (kilobytes == 100 ? 400 : 2000)) + Connections
        );
        using var handler = new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = Connections };
        var requests = 0;
        using var end = new CancellationTokenSource(duration);
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(
            Enumerable
                .Range(0, Connections)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        using var client = new HttpMessageInvoker(handler, disposeHandler: false);
                        List<double> mine = [];
                        while (!end.IsCancellationRequested)
                        {
                            if (!waiting.TryPop(out var id))
                                throw new InvalidOperationException("Too few sessions were prepared.");
                            for (var count = First + 1; count <= Last && !end.IsCancellationRequested; count++)
                            {
                                using var request = new HttpRequestMessage(HttpMethod.Patch, new Uri(address, path(id)))
                                {
                                    Content = Body(id, trials, count),
                                };
                                if (who is not null)
                                {
                                    request.Headers.TryAddWithoutValidation(
                                        "Cookie",
                                        $"sessionid={who.Cookie("sessionid")}; csrftoken={who.Cookie("csrftoken")}"
                                    );
                                    request.Headers.TryAddWithoutValidation("X-CSRFToken", who.Cookie("csrftoken"));
                                }

                                var sent = Stopwatch.GetTimestamp();
                                using var answer = await client.SendAsync(request, default);
                                await answer.Content.CopyToAsync(Stream.Null);
                                if (answer.StatusCode != HttpStatusCode.OK)
                                    throw new InvalidOperationException($"{address}: {answer.StatusCode}");
                                mine.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                                Interlocked.Increment(ref requests);
                            }
                        }

                        lock (latencies)
                            latencies.AddRange(mine);
                    })
                )
        );
        return requests / clock.Elapsed.TotalSeconds;
    }

    public static ByteArrayContent Body(Guid id, byte[][] trials, int count)
    {
        var head = Encoding.UTF8.GetBytes(
            $$$"""{"data":{"id":"{{{id}}}","type":"responses","attributes":{"exp_data":["""
        );
        var body = new byte[head.Length + trials.Take(count).Sum(t => t.Length + 1) - 1 + 4];
        head.CopyTo(body, 0);
        var at = head.Length;
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                body[at++] = (byte)',';
            trials[i].CopyTo(body, at);
            at += trials[i].Length;
        }

        "]}}}"u8.CopyTo(body.AsSpan(at));
        return new ByteArrayContent(body)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/vnd.api+json") },
        };
    }

    /// <summary>A trial as jsPsych makes them: names, numbers, and mouse positions to fill it.</summary>
    public static byte[] Trial(int index, int bytes)
    {
        var text = new StringBuilder(
            $$"""{"rt":{{812 + index}},"stimulus":"img/face_{{index}}.png","response":1,"trial_type":"html-button-response","trial_index":{{index}},"time_elapsed":{{index * 1717}}"""
        );
        if (bytes - text.Length > 30)
        {
            text.Append(",\"mouse\":[");
            for (var i = 0; text.Length < bytes - 14; i++)
                text.Append(i == 0 ? "" : ",").Append(100 + ((i * 37) % 900));
            text.Append(']');
        }

        return Encoding.UTF8.GetBytes(text.Append('}').ToString());
    }

    /// <summary>Sessions that hold the first trials already, as they would after so many saves.</summary>
    public static async Task<System.Collections.Concurrent.ConcurrentStack<Guid>> MakeAsync(
        string database,
        string table,
        byte[][] trials,
        int count
    )
    {
        List<Guid> ids = [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
        var list = $"[{string.Join(',', trials.Take(First).Select(Encoding.UTF8.GetString))}]";
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand { Connection = connection, CommandTimeout = 300 };
        if (table == "bare")
        {
            command.CommandText = "INSERT INTO bare SELECT id, $2::json FROM unnest($1) id";
            command.Parameters.Add(new NpgsqlParameter { Value = ids.ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = list });
            await command.ExecuteNonQueryAsync();
        }
        else
        {
            var data = Some.Data(list);
            command.CommandText = """
                WITH made AS (
                    INSERT INTO responses (study_id, study_version, study_type, child_id, participant_id, is_preview, completed, completed_consent_frame, survey_consent, recording_method,
                                           conditions, global_event_timings, eligibility, ruling, is_open, created_at, modified_at, shape, entry_count, entries_digest, uuid, version)
                    SELECT s.id, 1, 3, c.id, c.user_id, false, false, false, false, 'jspsych', '{}', '{}', 'Eligible', 1, false, now(), now(), 2, $2, $3, u, 1
                      FROM unnest($1) u, (SELECT id FROM studies LIMIT 1) s,
                           (SELECT c.id, c.user_id FROM children c JOIN users p ON p.id = c.user_id WHERE p.email = 'parent@demo.chs' LIMIT 1) c
                    RETURNING id)
                INSERT INTO response_entries (response_id, ordinal, payload, digest, received_at)
                SELECT made.id, e.ordinal - 1, e.payload, $5[e.ordinal], now() FROM made, unnest($4) WITH ORDINALITY e(payload, ordinal)
                """;
            command.Parameters.Add(new NpgsqlParameter { Value = ids.ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = First });
            command.Parameters.Add(new NpgsqlParameter { Value = data.RunningDigest(First) });
            command.Parameters.Add(
                new NpgsqlParameter
                {
                    Value = Enumerable.Range(0, First).Select(i => Encoding.UTF8.GetString(trials[i])).ToArray(),
                }
            );
            command.Parameters.Add(
                new NpgsqlParameter { Value = Enumerable.Range(0, First).Select(data.DigestOf).ToArray() }
            );
            await command.ExecuteNonQueryAsync();
        }

        return new(ids);
    }

    public static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
