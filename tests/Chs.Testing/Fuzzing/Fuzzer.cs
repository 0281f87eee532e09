using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Chs.Testing.Fuzzing;

/// <summary>Walks both published contracts with valid and invalid input as every role. Whatever a client sends, no answer is 500 or more.</summary>
public sealed class Fuzzer
{
    readonly FuzzCast _cast;
    readonly (Contract Contract, Operation Operation)[] _operations;
    readonly ConcurrentDictionary<int, int> _statuses = new();
    readonly ConcurrentDictionary<(string Operation, string Role), bool> _pairs = new();
    readonly ConcurrentQueue<string> _faults = new();

    Fuzzer(FuzzCast cast)
    {
        _cast = cast;
        _operations =
        [
            .. ((string[])["v3", "runner"])
                .Select(Contract.Read)
                .SelectMany(contract => contract.Operations.Select(operation => (contract, operation))),
        ];
    }

    /// <summary>How often each status was answered.</summary>
    public IReadOnlyDictionary<int, int> Statuses => _statuses;

    /// <summary>Answers of 500 or more, and connections that broke, with what led to them.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public int Requests => _statuses.Values.Sum();

    /// <summary>Operations and roles that met.</summary>
    public int Pairs => _pairs.Count;

    public int Operations => _operations.Length;

    public int Roles => _cast.Actors.Count;

    public static async Task<Fuzzer> RunAsync(Uri address, int requests, int seed, int atOnce = 4)
    {
        var fuzzer = new Fuzzer(await FuzzCast.MakeAsync(address));
        await Parallel.ForEachAsync(
            Enumerable.Range(0, atOnce),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (lane, _) =>
            {
                var random = new Random(seed * 1000 + lane);
                for (var i = lane; i < requests; i += atOnce)
                {
                    await fuzzer.OneAsync(random, i);
                    if (lane == 0 && i % 1000 == 0)
                        await fuzzer._cast.ReviveAsync();
                }
            }
        );
        return fuzzer;
    }

    async Task OneAsync(Random random, int number)
    {
        var (contract, operation) = _operations[random.Next(_operations.Length)];
        // Who has just logged out meets 401 only.
        while (operation.Id == "logOut" && random.Next(10) > 0)
            (contract, operation) = _operations[random.Next(_operations.Length)];
        var actor = _cast.Actors[random.Next(_cast.Actors.Count)];
        var values = new FuzzValues(contract, _cast, random);
        var path = operation.Filled(
            (name, before) =>
                before switch
                {
                    "members" or "researchers" or "accounts" or "users" => values.Of(
                        ParameterOf(operation, name),
                        "users"
                    ),
                    "me" => values.Of(ParameterOf(operation, name), name),
                    _ => values.Of(ParameterOf(operation, name), before),
                }
        );
        var query = string.Join(
            '&',
            operation
                .Parameters.Where(p => p.Place == "query" && random.Next(3) == 0)
                .Select(p => $"{p.Name}={Uri.EscapeDataString(Whole(values.Of(p, FuzzValues.KindOf(p.Name))))}")
        );
        if (random.Next(60) == 0)
            query += "&cursor=eyJUZXh0IjoiWCIsIktleSI6OTk5fQ";
        var address = query.Length == 0 ? path : $"{path}?{query}";
        var (content, said) = Body(operation, values, random);
        List<(string, string)> headers = [];
        if (random.Next(3) > 0)
            headers.Add(
                (
                    "If-Match",
                    random.Next(3) switch
                    {
                        0 => "*",
                        1 => $"\"{random.Next(1, 5)}\"",
                        _ => "W/\"x\", nonsense",
                    }
                )
            );
        if (random.Next(8) == 0)
            headers.Add(("Idempotency-Key", $"key-{random.Next(50)}"));
        if (random.Next(30) == 0)
            headers.Add(("Accept", "text/csv, */*;q=0.1"));
        if (random.Next(40) == 0)
            headers.Add(("Last-Event-ID", Whole(values.Text())));
        if (actor.Key is not null)
            headers.Add(
                (
                    "Authorization",
                    $"{(path.StartsWith("/api/v3", StringComparison.Ordinal) ? "Bearer" : "Token")} {actor.Key}"
                )
            );
        if (random.Next(100) == 0)
            headers.Add(("Authorization", "Basic bm9ib2R5OnNlY3JldA=="));
        _pairs[(operation.Id, actor.Role)] = true;
        try
        {
            using var answer = await actor.Browser.SendAsync(
                new HttpMethod(operation.Verb),
                address,
                content,
                [.. headers.DistinctBy(h => h.Item1)]
            );
            _statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, count) => count + 1);
            var text = await answer.Content.ReadAsStringAsync();
            if ((int)answer.StatusCode >= 500)
                _faults.Enqueue(
                    $"#{number} {operation.Verb} {address} as {actor.Role}: {(int)answer.StatusCode}\n  {Cut(said)}\n  {Cut(text)}"
                );
            else if (answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK)
                Learn(operation, text);
        }
        catch (HttpRequestException broken)
            when (broken.InnerException is IOException || broken.HttpRequestError is HttpRequestError.ResponseEnded)
        {
            _faults.Enqueue(
                $"#{number} {operation.Verb} {address} as {actor.Role}: the connection broke\n  {Cut(said)}"
            );
        }
    }

    static OperationParameter ParameterOf(Operation operation, string name) =>
        operation.Parameters.First(p => p.Place == "path" && p.Name == name);

    static (HttpContent? Content, string Said) Body(Operation operation, FuzzValues values, Random random)
    {
        if (operation.Bodies.Count == 0)
            return random.Next(20) == 0
                ? (new StringContent("{}", Encoding.UTF8, "application/json"), "{}")
                : (null, "");
        var (type, (schema, example)) = operation.Bodies.ElementAt(random.Next(operation.Bodies.Count));
        if (type.StartsWith("image/", StringComparison.Ordinal))
            return (
                random.Next(4) == 0
                    ? new ByteArrayContent(RandomBytes(random)) { Headers = { ContentType = new(type) } }
                    : Some.Picture(random.Next(1, 60), random.Next(1, 60)),
                type
            );
        var json = random.Next(12) switch
        {
            0 when example is { } given => given.GetRawText(),
            1 => values.Json(schema, "") is { Length: > 2 } whole ? whole[..random.Next(1, whole.Length)] : "{",
            2 => string.Concat(Enumerable.Repeat("[", random.Next(1, 3000))),
            _ => values.Json(schema, ""),
        };
        // Some of what is said is of the example, so that more than the validators is reached.
        var media = random.Next(25) == 0 ? "text/plain" : type;
        return (
            new ByteArrayContent(
                random.Next(80) == 0 ? [.. Encoding.UTF8.GetBytes(json), 0xC3, 0x28] : Encoding.UTF8.GetBytes(json)
            )
            {
                Headers = { ContentType = new(media) },
            },
            json
        );
    }

    static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(0, 2000)];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>What was made is asked for later.</summary>
    void Learn(Operation operation, string text)
    {
        if (text.Length is 0 or > 100_000 || text[0] != '{')
            return;
        try
        {
            using var document = JsonDocument.Parse(text);
            if (!document.RootElement.TryGetProperty("id", out var id) || id.ValueKind is not JsonValueKind.String)
                return;
            var kind = operation.Id switch
            {
                "createStudy" or "cloneStudy" => "studies",
                "createLab" => "labs",
                "addChild" => "children",
                "startResponse" => "responses",
                "requestBuild" => "builds",
                "createToken" => "tokens",
                "addInstitution" => "institutions",
                _ => null,
            };
            if (kind is not null)
                _cast.Add(kind, id.GetString()!);
        }
        catch (JsonException)
        {
            // A stream of events, or a download.
        }
    }

    /// <summary>Halves of pairs can't be sent in an address.</summary>
    static string Whole(string text) => new([.. text.Where(c => c is >= ' ' and < '\u007f')]);

    static string Cut(string text) => text.Length <= 600 ? text : text[..600] + "…";
}
