using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Chs.Testing.Fuzzing;

/// <summary>
/// Sends valid and invalid requests to every operation of both published contracts, as every role.
/// Whatever a client sends, no answer may be a fault of ours.
/// </summary>
public sealed class Fuzzer
{
    readonly FuzzWorld _world;
    readonly (Contract Contract, Operation Operation)[] _operations;
    readonly ConcurrentDictionary<int, int> _statuses = new();
    readonly ConcurrentDictionary<(string Operation, string Role), bool> _pairs = new();
    readonly ConcurrentQueue<string> _faults = new();

    Fuzzer(FuzzWorld world)
    {
        _world = world;
        string[] names = ["v3", "runner"];
        _operations =
        [
            .. from contract in names.Select(Contract.Read)
            from operation in contract.Operations
            select (contract, operation),
        ];
    }

    /// <summary>Number of answers by status.</summary>
    public IReadOnlyDictionary<int, int> Statuses => _statuses;

    /// <summary>Faults of ours and broken connections, with the requests that led to them.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public int Requests => _statuses.Values.Sum();

    /// <summary>Number of combinations of operation and role that occurred.</summary>
    public int Pairs => _pairs.Count;

    public int Operations => _operations.Length;

    public int Roles => _world.Actors.Count;

    /// <param name="atOnce">Number of requests at the same time.</param>
    public static async Task<Fuzzer> RunAsync(Uri address, int requests, int seed, int atOnce = 4)
    {
        var fuzzer = new Fuzzer(await FuzzWorld.MakeAsync(address));
        await Parallel.ForEachAsync(
            Enumerable.Range(0, atOnce),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (lane, _) =>
            {
                var random = new Random(seed * 1000 + lane);
                for (var i = lane; i < requests; i += atOnce)
                {
                    await fuzzer.SendOneAsync(random, i);
                    if (lane == 0 && i % 1000 == 0)
                        await fuzzer._world.RenewSessionsAsync();
                }
            }
        );
        return fuzzer;
    }

    async Task SendOneAsync(Random random, int number)
    {
        var (contract, operation) = ChooseOperation(random);
        var actor = _world.Actors[random.Next(_world.Actors.Count)];
        var values = new FuzzValues(contract, _world, random);
        var path = operation.FillPath(
            (name, before) => values.Of(PathParameter(operation, name), KindOfPathParameter(name, before))
        );
        var query = Query(operation, values, random);
        var address = query.Length == 0 ? path : $"{path}?{query}";
        var (content, sent) = Body(operation, values, random);
        var headers = Headers(actor, path, values, random);
        var description = $"#{number} {operation.Verb} {address} as {actor.Role}";
        _pairs[(operation.Id, actor.Role)] = true;
        try
        {
            using var answer = await actor.Client.SendAsync(new HttpMethod(operation.Verb), address, content, headers);
            _statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, count) => count + 1);
            var text = await answer.Content.ReadAsStringAsync();
            if (IsOurFault(answer))
                _faults.Enqueue($"{description}: {(int)answer.StatusCode}\n  {Shortened(sent)}\n  {Shortened(text)}");
            else if (answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK)
                RememberCreated(operation, text);
        }
        catch (HttpRequestException broken)
            when (broken.InnerException is IOException || broken.HttpRequestError is HttpRequestError.ResponseEnded)
        {
            _faults.Enqueue($"{description}: the connection broke\n  {Shortened(sent)}");
        }
    }

    /// <summary>A 503 that says when to try again is the answer of a code host that can't be reached from here.</summary>
    static bool IsOurFault(HttpResponseMessage answer) =>
        (int)answer.StatusCode >= 500
        && !(answer.StatusCode is HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null);

    (Contract Contract, Operation Operation) ChooseOperation(Random random)
    {
        var chosen = _operations[random.Next(_operations.Length)];
        // Rarely logOut: afterwards the actor gets nothing but 401 until its session is renewed.
        while (chosen.Operation.Id == "logOut" && random.Next(10) > 0)
            chosen = _operations[random.Next(_operations.Length)];
        return chosen;
    }

    static OperationParameter PathParameter(Operation operation, string name) =>
        operation.Parameters.First(parameter => parameter.Location == "path" && parameter.Name == name);

    /// <param name="before">The path segment before the parameter.</param>
    static string KindOfPathParameter(string name, string before) =>
        before switch
        {
            "members" or "researchers" or "accounts" or "users" => "users",
            "me" => name,
            _ => before,
        };

    static string Query(Operation operation, FuzzValues values, Random random)
    {
        List<string> pairs = [];
        foreach (var parameter in operation.Parameters)
        {
            if (parameter.Location != "query" || random.Next(3) > 0)
                continue;
            var value = Printable(values.Of(parameter, FuzzValues.KindOf(parameter.Name)));
            pairs.Add($"{parameter.Name}={Uri.EscapeDataString(value)}");
        }

        var query = string.Join('&', pairs);
        if (random.Next(60) == 0)
            query += "&cursor=eyJUZXh0IjoiWCIsIktleSI6OTk5fQ";
        return query;
    }

    static (string Name, string Value)[] Headers(FuzzActor actor, string path, FuzzValues values, Random random)
    {
        List<(string Name, string Value)> headers = [];
        if (random.Next(3) > 0)
            headers.Add(("If-Match", EntityTags(random)));
        if (random.Next(8) == 0)
            headers.Add(("Idempotency-Key", $"key-{random.Next(50)}"));
        if (random.Next(30) == 0)
            headers.Add(("Accept", "text/csv, */*;q=0.1"));
        if (random.Next(40) == 0)
            headers.Add(("Last-Event-ID", Printable(values.Text())));
        if (actor.Key is not null)
        {
            var scheme = path.StartsWith("/api/v3", StringComparison.Ordinal) ? "Bearer" : "Token";
            headers.Add(("Authorization", $"{scheme} {actor.Key}"));
        }

        if (random.Next(100) == 0)
            headers.Add(("Authorization", "Basic bm9ib2R5OnNlY3JldA=="));
        return [.. headers.DistinctBy(header => header.Name)];
    }

    static string EntityTags(Random random) =>
        random.Next(3) switch
        {
            0 => "*",
            1 => $"\"{random.Next(1, 5)}\"",
            _ => "W/\"x\", nonsense",
        };

    /// <returns>The content, and its text or media type for reports.</returns>
    static (HttpContent? Content, string Description) Body(Operation operation, FuzzValues values, Random random)
    {
        if (operation.Bodies.Count == 0)
            return random.Next(20) == 0
                ? (new StringContent("{}", Encoding.UTF8, "application/json"), "{}")
                : (null, "");
        var (type, (schema, example)) = operation.Bodies.ElementAt(random.Next(operation.Bodies.Count));
        if (type.StartsWith("image/", StringComparison.Ordinal))
            return (Image(type, random), type);
        var json = Json(schema, example, values, random);
        var media = random.Next(25) == 0 ? "text/plain" : type;
        var bytes = Encoding.UTF8.GetBytes(json);
        // Sometimes a byte sequence that isn't UTF-8.
        if (random.Next(80) == 0)
            bytes = [.. bytes, 0xC3, 0x28];
        return (new ByteArrayContent(bytes) { Headers = { ContentType = new(media) } }, json);
    }

    static ByteArrayContent Image(string type, Random random) =>
        random.Next(4) == 0
            ? new ByteArrayContent(RandomBytes(random)) { Headers = { ContentType = new(type) } }
            : Some.Picture(random.Next(1, 60), random.Next(1, 60));

    static string Json(JsonElement schema, JsonElement? example, FuzzValues values, Random random)
    {
        switch (random.Next(12))
        {
            // The example is valid, so that requests get past the validators.
            case 0 when example is { } given:
                return given.GetRawText();
            case 1:
                var whole = values.Json(schema, "");
                return whole.Length > 2 ? whole[..random.Next(1, whole.Length)] : "{";
            case 2:
                return string.Concat(Enumerable.Repeat("[", random.Next(1, 3000)));
            default:
                return values.Json(schema, "");
        }
    }

    static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(0, 2000)];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Remembers the id of a created thing, so that later requests use it.</summary>
    void RememberCreated(Operation operation, string text)
    {
        if (text.Length is 0 or > 100_000 || text[0] != '{')
            return;
        try
        {
            using var document = JsonDocument.Parse(text);
            var made = document.RootElement;
            if (operation.Id == "startResponse" && made.TryGetProperty("response", out var response))
                made = response;
            if (made.ValueKind is not JsonValueKind.Object)
                return;
            if (!made.TryGetProperty("id", out var id) || id.ValueKind is not JsonValueKind.String)
                return;
            var kind = operation.Id switch
            {
                "createStudy" or "cloneStudy" => "studies",
                "createLab" => "labs",
                "createChild" => "children",
                "startResponse" => "responses",
                "requestBuild" => "builds",
                "createToken" => "tokens",
                "createInstitution" => "institutions",
                _ => null,
            };
            if (kind is not null)
                _world.Add(kind, id.GetString()!);
        }
        catch (JsonException)
        {
            // The answer isn't JSON: a stream of events, or a download.
        }
    }

    /// <summary>Only printable ASCII: addresses and headers can't carry everything else.</summary>
    static string Printable(string text) => new([.. text.Where(c => c is >= ' ' and < '\u007f')]);

    static string Shortened(string text) => text.Length <= 600 ? text : text[..600] + "…";
}
