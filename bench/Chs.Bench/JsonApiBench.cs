using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Chs.Testing;
using Npgsql;

namespace Chs.Bench;

/// <summary>Every kind of request that runners and scripts make, against the bare program that stores and gives back the same bytes; and how many SQL statements each takes.</summary>
static class JsonApiBench
{
    const int Connections = 16,
        Rounds = 3;

    public static async Task<int> RunAsync(string root, string postgres, int seconds)
    {
        await using var both = await BenchPair.StartAsync(root, postgres);
        var world = await PrepareAsync(both);
        Console.WriteLine(
            $"{Connections} connections (PATCH: {Responses.Connections}), {Rounds} rounds of {seconds} s each, PostgreSQL with fsync"
        );
        Console.WriteLine($"{"request", -26}{"answer", 9}{"CHS /s", 9}{"bare /s", 9}{"ratio", 8}   statements");
        foreach (
            var (name, path, larger) in (IEnumerable<(string, string, string?)>)
                [
                    ("response list of 10", "/api/v1/responses/?page_size=10", "/api/v1/responses/?page_size=100"),
                    ("study list", "/api/v1/studies/?page_size=10", "/api/v1/studies/?page_size=100"),
                    (
                        "past sessions (10)",
                        $"/api/v1/past-sessions/{world.Past}/",
                        $"/api/v1/past-sessions/{world.LongPast}/"
                    ),
                ]
        )
        {
            await StoreAnswerAsync(both, name, path);
            await CompareAsync(
                both,
                seconds,
                name,
                name,
                _ => (HttpMethod.Get, path, null),
                _ => (HttpMethod.Get, path, null),
                larger
            );
        }

        // Last: they leave tens of thousands of sessions of one family, on which nobody's list stands.
        foreach (var kilobytes in (int[])[1, 10, 100])
            await PatchAsync(both, kilobytes, seconds);
        var create =
            $$$"""{"data":{"type":"responses","attributes":{"completed":false,"exp_data":{},"sequence":[],"global_event_timings":[],"recording_method":"recordrtc"},"relationships":{"study":{"data":{"type":"studies","id":"{{{world.Study}}}"}},"child":{"data":{"type":"children","id":"CHILD"} } } } }""";
        await CompareAsync(
            both,
            seconds,
            "response create",
            "create",
            _ => (HttpMethod.Post, "/api/v1/responses/", create),
            client =>
                (HttpMethod.Post, "/api/v1/responses/", create.Replace("CHILD", world.Children[client].ToString()))
        );
        return 0;
    }

    sealed record World(Guid Study, Guid[] Children, Guid Past, Guid LongPast);

    static async Task<World> PrepareAsync(BenchPair both)
    {
        var (study, child) = await both.Parent.DemoAsync();
        var children = new Guid[Connections];
        for (var i = 0; i < Connections; i++)
            children[i] = (
                await both.Parent.PostJsonAsync(
                    "/api/v3/children",
                    new { givenName = $"Kid {i}", birthday = "2022-03-01" }
                )
            )
                .GetProperty("id")
                .GetGuid();
        // Thirty public studies, and two children with ten and a hundred sessions of fifteen trials.
        await Responses.ExecuteAsync(
            both.Database,
            """
            INSERT INTO studies (uuid, type, state, lab_id, creator_id, is_public, is_preview_shared, full_screen, is_built, salt, hash_digits, draft_number, live_number, created_at, modified_at, version, name, preview_summary, short_description, purpose, criteria, compensation, duration, contact_info, exit_url, min_age_years, min_age_months, min_age_days, max_age_years, max_age_months, max_age_days, is_scheduled)
            SELECT gen_random_uuid(), 3, 'Active', lab_id, creator_id, true, false, true, false, gen_random_uuid(), 6, 1, 1, now(), now() - i * interval '1 minute', 1, 'Study ' || i, repeat('s', 200), repeat('d', 400), repeat('p', 400), 'Kids', '', '', '', '', 0, 0, 0, 18, 0, 0, false FROM studies, generate_series(1, 100) i LIMIT 100;
            INSERT INTO study_versions (study_id, number, structure, generator, use_generator, experiment, external_url, digest, created_at) SELECT id, 1, '{"frames":{},"sequence":[]}', '', false, 'initJsPsych()', '', '', now() FROM studies s WHERE NOT EXISTS (SELECT 1 FROM study_versions v WHERE v.study_id = s.id);
            """
        );
        List<Guid> past = [];
        foreach (var (owner, count) in (IEnumerable<(Guid, int)>)[(children[0], 10), (children[1], 100)])
        {
            for (var i = 0; i < count; i++)
            {
                var id = await both.Parent.StartAsync(study, owner);
                (
                    await both.Parent.PatchAsync(id, $"{{\"exp_data\":{Some.Trials(15)},\"completed\":true}}")
                ).EnsureSuccessStatusCode();
                if (i == 0)
                    past.Add(id);
            }
        }

        await Responses.ExecuteAsync(both.Database, "ANALYZE");
        return new World(study, children, past[0], past[1]);
    }

    static async Task PatchAsync(BenchPair both, int kilobytes, int seconds)
    {
        List<double> chs = [],
            bare = [];
        for (var round = 0; round <= Rounds; round++)
        {
            var duration = TimeSpan.FromSeconds(round == 0 ? 3 : seconds);
            var bareRate = await Responses.DriveAsync(
                both.BareAddress,
                id => $"/responses/{id}",
                null,
                both.Database,
                "bare",
                kilobytes,
                duration,
                []
            );
            var chsRate = await Responses.DriveAsync(
                both.Api.Address,
                id => $"/api/v1/responses/{id}/",
                both.Parent,
                both.Database,
                "responses",
                kilobytes,
                duration,
                []
            );
            if (round == 0)
                continue;
            chs.Add(chsRate);
            bare.Add(bareRate);
        }

        var trials = Enumerable
            .Range(0, Responses.Last + 1)
            .Select(i => Responses.Trial(i, kilobytes * 1024 / 10))
            .ToArray();
        var waiting = await Responses.MakeAsync(both.Database, "responses", trials, 1);
        waiting.TryPop(out var session);
        var count = Responses.First;
        var statements = await CountAsync(
            both,
            10,
            () =>
                new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/responses/{session}/")
                {
                    Content = Responses.Body(session, trials, ++count),
                }
        );
        Print($"response PATCH {kilobytes} KB", "", chs, bare, $"{statements}");
    }

    static async Task CompareAsync(
        BenchPair both,
        int seconds,
        string name,
        string kind,
        Func<int, (HttpMethod, string, string?)> bareRequest,
        Func<int, (HttpMethod Method, string Path, string? Body)> request,
        string? larger = null
    )
    {
        List<double> chs = [],
            bare = [];
        for (var round = 0; round <= Rounds; round++)
        {
            var duration = TimeSpan.FromSeconds(round == 0 ? 2 : seconds);
            var bareRate = await DriveAsync(
                both.BareAddress,
                null,
                duration,
                client =>
                    (bareRequest(client).Item1, $"/documents/{Uri.EscapeDataString(kind)}", bareRequest(client).Item3)
            );
            var chsRate = await DriveAsync(both.Api.Address, both.Parent, duration, request);
            if (round == 0)
                continue;
            chs.Add(chsRate);
            bare.Add(bareRate);
        }

        var client = 0;
        var statements = await CountAsync(both, 10, () => Message(request(client++ % Connections)));
        var ofLarger = larger is null
            ? ""
            : $", {await CountAsync(both, 10, () => new HttpRequestMessage(HttpMethod.Get, larger))} for ten times as many";
        var size =
            request(0).Method == HttpMethod.Get
                ? $"{(await (await both.Parent.SendAsync(HttpMethod.Get, request(0).Path)).Content.ReadAsByteArrayAsync()).Length / 1024} KB"
                : "";
        Print(name, size, chs, bare, $"{statements}{ofLarger}");
    }

    static void Print(string name, string size, List<double> chs, List<double> bare, string statements)
    {
        var ratio = Responses.Median([.. chs.Zip(bare, (ours, theirs) => ours / theirs)]);
        Console.WriteLine(
            $"{name, -26}{size, 9}{Responses.Median(chs), 9:F0}{Responses.Median(bare), 9:F0}{ratio, 8:F2}   {statements}"
        );
    }

    /// <summary>The bare program gives back the very resources that CHS answers.</summary>
    static async Task StoreAnswerAsync(BenchPair both, string kind, string path)
    {
        var data = (await both.Parent.GetJsonAsync(path)).GetProperty("data");
        await using var connection = new NpgsqlConnection(both.Database);
        await connection.OpenAsync();
        foreach (var resource in data.EnumerateArray().Take(10))
        {
            await using var command = new NpgsqlCommand(
                "INSERT INTO bare_documents (kind, document) VALUES ($1, $2::json)",
                connection
            )
            {
                Parameters =
                {
                    new NpgsqlParameter { Value = kind },
                    new NpgsqlParameter { Value = resource.GetRawText() },
                },
            };
            await command.ExecuteNonQueryAsync();
        }
    }

    static HttpRequestMessage Message((HttpMethod Method, string Path, string? Body) request) =>
        new(request.Method, request.Path)
        {
            Content = request.Body is null
                ? null
                : new StringContent(request.Body, Encoding.UTF8)
                {
                    Headers = { ContentType = new MediaTypeHeaderValue("application/vnd.api+json") },
                },
        };

    static void Identify(HttpRequestMessage message, ApiClient who)
    {
        message.Headers.TryAddWithoutValidation(
            "Cookie",
            $"sessionid={who.Cookie("sessionid")}; csrftoken={who.Cookie("csrftoken")}"
        );
        message.Headers.TryAddWithoutValidation("X-CSRFToken", who.Cookie("csrftoken"));
    }

    static async Task<double> DriveAsync(
        Uri address,
        ApiClient? who,
        TimeSpan duration,
        Func<int, (HttpMethod, string, string?)> request
    )
    {
        using var handler = new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = Connections };
        var requests = 0;
        using var end = new CancellationTokenSource(duration);
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(
            Enumerable
                .Range(0, Connections)
                .Select(client =>
                    Task.Run(async () =>
                    {
                        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
                        while (!end.IsCancellationRequested)
                        {
                            using var message = Message(request(client));
                            message.RequestUri = new Uri(address, message.RequestUri!);
                            if (who is not null)
                                Identify(message, who);
                            using var answer = await http.SendAsync(message, default);
                            await answer.Content.CopyToAsync(Stream.Null);
                            if (!answer.IsSuccessStatusCode)
                                throw new InvalidOperationException($"{message.RequestUri}: {answer.StatusCode}");
                            Interlocked.Increment(ref requests);
                        }
                    })
                )
        );
        return requests / clock.Elapsed.TotalSeconds;
    }

    /// <summary>SQL statements of one request, transactions' own among them; what runs beside the requests isn't counted.</summary>
    static async Task<string> CountAsync(BenchPair both, int times, Func<HttpRequestMessage> request)
    {
        await using var connection = new NpgsqlConnection(both.Database);
        await connection.OpenAsync();
        try
        {
            await ExecuteAsync(connection, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        }
        catch (PostgresException)
        {
            return "not counted";
        }

        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false })
        {
            BaseAddress = both.Api.Address,
        };
        for (var i = 0; i < times + 1; i++)
        {
            // The first one fills the caches: who asks is looked up every ten seconds, not with each request.
            if (i == 1)
                await ExecuteAsync(connection, "SELECT pg_stat_statements_reset()");
            using var message = request();
            Identify(message, both.Parent);
            (await http.SendAsync(message)).EnsureSuccessStatusCode();
            if (i == times)
                break;
        }

        await using var command = new NpgsqlCommand(
            "SELECT coalesce(sum(calls), 0)::float8 FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query NOT ILIKE '%pg_stat_statements%' AND query NOT ILIKE 'SELECT % FROM outbox%' AND query NOT ILIKE '%leased_until%' AND query NOT ILIKE '%FROM credentials%'",
            connection
        );
        return ((double)(await command.ExecuteScalarAsync())! / times).ToString("0.#");
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
