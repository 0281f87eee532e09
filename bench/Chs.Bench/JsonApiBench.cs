using System.Text.Json;
using Npgsql;

namespace Chs.Bench;

/// <summary>
/// Every kind of request that experiment runners and scripts make to the v1 contract, against the bare program that stores and returns
/// the same bytes; and the number of SQL statements that each takes.
/// </summary>
sealed class JsonApiBench
{
    const int Rounds = 3;

    readonly BenchPair _pair;
    readonly TimeSpan _duration;

    JsonApiBench(BenchPair pair, TimeSpan duration)
    {
        _pair = pair;
        _duration = duration;
    }

    public static async Task<int> RunAsync(string root, string postgres, int seconds)
    {
        await using var pair = await BenchPair.StartAsync(root, postgres);
        var world = await JsonApiWorld.CreateAsync(pair);
        Console.WriteLine($"{RequestLoad.Connections} connections (PATCH: {PatchLoad.Connections})");
        Console.WriteLine($"{Rounds} rounds of {seconds} s each, PostgreSQL with fsync");
        Console.WriteLine($"{"request", -26}{"answer", 9}{"CHS /s", 9}{"bare /s", 9}{"ratio", 8}   statements");
        var bench = new JsonApiBench(pair, TimeSpan.FromSeconds(seconds));
        await bench.CompareListsAsync(world);
        // Last, because these leave tens of thousands of sessions of one family, which would change the lists.
        int[] sizes = [1, 10, 100];
        foreach (var kilobytes in sizes)
            await bench.ComparePatchAsync(kilobytes);
        await bench.CompareCreateAsync(world);
        return 0;
    }

    async Task CompareListsAsync(JsonApiWorld world)
    {
        await CompareListAsync(
            "response list of 10",
            "/api/v1/responses/?page_size=10",
            "/api/v1/responses/?page_size=100"
        );
        await CompareListAsync("study list", "/api/v1/studies/?page_size=10", "/api/v1/studies/?page_size=100");
        await CompareListAsync(
            "past sessions (10)",
            $"/api/v1/past-sessions/{world.Past}/",
            $"/api/v1/past-sessions/{world.LongPast}/"
        );
    }

    /// <param name="larger">The same list with ten times as many elements, to count its statements.</param>
    async Task CompareListAsync(string name, string path, string larger)
    {
        await StoreAnswerAsync(name, path);
        var list = new BenchRequest(HttpMethod.Get, path);
        var largerList = new BenchRequest(HttpMethod.Get, larger);
        var stored = new BenchRequest(HttpMethod.Get, $"/documents/{Uri.EscapeDataString(name)}");
        var (chs, bare) = await MeasureAsync(_ => list, _ => stored);
        var statements = await StatementCount.MeasureAsync(_pair, _pair.Parent, list.ToMessage);
        var statementsOfLarger = await StatementCount.MeasureAsync(_pair, _pair.Parent, largerList.ToMessage);
        using var answer = await _pair.Parent.SendAsync(HttpMethod.Get, path);
        var size = (await answer.Content.ReadAsByteArrayAsync()).Length / 1024;
        Print(name, $"{size} KB", chs, bare, $"{statements}, {statementsOfLarger} for ten times as many");
    }

    async Task CompareCreateAsync(JsonApiWorld world)
    {
        // The requests are prepared, so that the client's own work doesn't count.
        BenchRequest[] requests =
        [
            .. world.Children.Select(child => new BenchRequest(
                HttpMethod.Post,
                "/api/v1/responses/",
                NewResponse(world.Study, child)
            )),
        ];
        var stored = requests[0] with { Path = "/documents/create" };
        var (chs, bare) = await MeasureAsync(connection => requests[connection], _ => stored);
        var connection = 0;
        var statements = await StatementCount.MeasureAsync(
            _pair,
            _pair.Parent,
            () => requests[connection++ % requests.Length].ToMessage()
        );
        Print("response create", "", chs, bare, statements);
    }

    static string NewResponse(Guid study, Guid child)
    {
        var document = new
        {
            data = new
            {
                type = "responses",
                attributes = new
                {
                    completed = false,
                    exp_data = new { },
                    sequence = Array.Empty<string>(),
                    global_event_timings = Array.Empty<object>(),
                    recording_method = "recordrtc",
                },
                relationships = new
                {
                    study = new { data = new { type = "studies", id = study } },
                    child = new { data = new { type = "children", id = child } },
                },
            },
        };
        return JsonSerializer.Serialize(document);
    }

    async Task ComparePatchAsync(int kilobytes)
    {
        var comparison = await PatchComparison.MeasureAsync(_pair, kilobytes, Rounds, _duration);
        var sessions = new PatchSessions(kilobytes);
        var target = PatchTarget.ChsOf(_pair);
        var created = await sessions.CreateAsync(target, 1);
        created.TryPop(out var session);
        var count = PatchSessions.FirstTrials;
        // Each request adds a trial.
        var statements = await StatementCount.MeasureAsync(
            _pair,
            _pair.Play,
            () =>
                new HttpRequestMessage(HttpMethod.Patch, target.Path(session))
                {
                    Content = sessions.Body(session, ++count),
                }
        );
        Print($"response PATCH {kilobytes} KB", "", comparison.Chs, comparison.Bare, statements);
    }

    /// <returns>Requests per second of each round.</returns>
    async Task<(List<double> Chs, List<double> Bare)> MeasureAsync(
        Func<int, BenchRequest> chsRequest,
        Func<int, BenchRequest> bareRequest
    )
    {
        var chsLoad = new RequestLoad(_pair.Api.Address, _pair.Parent);
        var bareLoad = new RequestLoad(_pair.BareAddress, null);
        // The first seconds warm up both programs and aren't counted.
        var warmUp = TimeSpan.FromSeconds(2);
        await bareLoad.DriveAsync(warmUp, bareRequest);
        await chsLoad.DriveAsync(warmUp, chsRequest);

        List<double> chs = [];
        List<double> bare = [];
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await bareLoad.DriveAsync(_duration, bareRequest));
            chs.Add(await chsLoad.DriveAsync(_duration, chsRequest));
        }

        return (chs, bare);
    }

    static void Print(
        string name,
        string size,
        IReadOnlyList<double> chs,
        IReadOnlyList<double> bare,
        string statements
    )
    {
        var ratio = Measurements.MedianRatio(chs, bare);
        var rates = $"{Measurements.Median(chs), 9:F0}{Measurements.Median(bare), 9:F0}";
        Console.WriteLine($"{name, -26}{size, 9}{rates}{ratio, 8:F2}   {statements}");
    }

    /// <summary>Stores the resources that CHS returns, so that the bare program returns the same.</summary>
    async Task StoreAnswerAsync(string kind, string path)
    {
        var data = (await _pair.Parent.GetJsonAsync(path)).GetProperty("data");
        await using var connection = new NpgsqlConnection(_pair.Database);
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
}
