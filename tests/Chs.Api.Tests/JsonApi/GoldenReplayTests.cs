using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.JsonApi;

/// <summary>The reference's own database, imported, answers all recorded conversations as the reference did.</summary>
public class GoldenReplayTests
{
    /// <summary>How our answers may differ, and why: the only list of it.</summary>
    static readonly string Differences = Repository.File("tests/Chs.Api.Tests/JsonApi/golden-differences.txt");

    [Theory, OnEachWithGolden]
    public async Task Imported_data_answer_as_the_reference_did(DatabaseProvider on)
    {
        var data = Directory.CreateTempSubdirectory("chs-golden-").FullName;
        var target = on is DatabaseProvider.Postgres ? await TestDatabases.MakeEmptyPostgresAsync() : null;
        (string, string)[] settings =
        [
            ("Chs__Demo", "false"),
            ("Chs__Videos__CallbackKey", "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmn"),
        ];
        var (code, output) = await ServerProcess.CommandAsync(
            data,
            target,
            $"import-lookit --from \"{await LookitDatabase.RecordedAsync()}\"",
            settings
        );
        Assert.True(code == 0, output);

        await using var server = await ServerProcess.StartAsync(data, target, null, settings);
        var replay = new Replay(server.Address);
        var differences = new List<string>();
        foreach (var conversation in Recorded().EnumerateArray())
            differences.AddRange(await replay.CompareAsync(conversation));

        AssertListed(differences);
        if (target is null)
            Directory.Delete(data, recursive: true);
    }

    static void AssertListed(List<string> found)
    {
        var known = File.ReadLines(Differences)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(" :: "))
            .ToList();
        Assert.All(known, line => Assert.True(line.Length == 2 && line[1].Length > 20, $"Give a reason: {line[0]}"));
        var patterns = known
            .Select(line => new Regex(
                $"^(?:{line[0].Trim()})$",
                RegexOptions.CultureInvariant | RegexOptions.Singleline
            ))
            .ToList();
        var unknown = found.Where(difference => !patterns.Any(pattern => pattern.IsMatch(difference))).ToList();
        Assert.True(
            unknown is [],
            $"{unknown.Count} differences that aren't listed:\n{string.Join('\n', unknown.Take(40))}"
        );
        Assert.All(
            patterns,
            pattern => Assert.True(found.Any(pattern.IsMatch), $"This difference isn't there any more: {pattern}")
        );
    }

    static JsonElement Recorded()
    {
        using var stream = new GZipStream(
            File.OpenRead(Path.Combine(Repository.Reference!, "golden.json.gz")),
            CompressionMode.Decompress
        );
        return JsonDocument.Parse(stream).RootElement;
    }

    /// <summary>Asks what was asked, with the ids that our own answers gave.</summary>
    sealed class Replay(Uri address)
    {
        readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = address,
        };
        readonly Dictionary<string, string> _ids = [];
        readonly Dictionary<string, string> _tokens = JsonDocument
            .Parse(File.ReadAllText(Path.Combine(Repository.Reference!, "ids.json")))
            .RootElement.GetProperty("users")
            .EnumerateObject()
            .ToDictionary(user => user.Name.Split('@')[0], user => user.Value.GetProperty("token").GetString()!);

        public async Task<List<string>> CompareAsync(JsonElement conversation)
        {
            var method = Text(conversation, "method");
            using var request = RequestOf(conversation);
            using var answer = await _client.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            Learn(conversation, method, answer.StatusCode, body);

            var place =
                $"{Text(conversation, "label")} | {Text(conversation, "actor")} | "
                + $"{method} {Text(conversation, "path")}";
            List<string> differences = [];
            void Compare(string what, string? expected, string? actual)
            {
                if (expected != actual)
                    differences.Add($"{place} | {what} {expected ?? "absent"} -> {actual ?? "absent"}");
            }

            var status = conversation.GetProperty("status").GetInt32();
            Compare("status", status.ToString(), ((int)answer.StatusCode).ToString());
            if (differences is not [])
                return differences;
            CompareHeaders(conversation, answer, Compare);
            var expected = Ours(conversation.GetProperty("body").GetRawText())
                .Replace("http://127.0.0.1:8800/", address.ToString());
            var actual = body.Length == 0 ? "\"\"" : body;
            CompareJson("", JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(actual).RootElement, Compare);
            return differences;
        }

        HttpRequestMessage RequestOf(JsonElement conversation)
        {
            var actor = Text(conversation, "actor");
            var method = new HttpMethod(Text(conversation, "method"));
            var request = new HttpRequestMessage(method, Ours(Text(conversation, "path")));
            if (actor.Length > 0)
                request.Headers.Add("Authorization", $"Token {_tokens[actor]}");
            if (conversation.GetProperty("request") is { ValueKind: not JsonValueKind.Null } sent)
                request.Content = new StringContent(
                    Ours(sent.ValueKind is JsonValueKind.String ? sent.GetString()! : sent.GetRawText()),
                    Encoding.UTF8
                );
            foreach (var header in conversation.GetProperty("request_headers").EnumerateObject())
            {
                if (header.Name == "Content-Type")
                    request.Content?.Headers.Remove(header.Name);
                if (!request.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString()))
                    request.Content?.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
            }

            return request;
        }

        static void CompareHeaders(
            JsonElement conversation,
            HttpResponseMessage answer,
            Action<string, string?, string?> compare
        )
        {
            var allow = answer.Content.Headers.TryGetValues("Allow", out var verbs) ? string.Join(", ", verbs) : null;
            var www = answer.Headers.WwwAuthenticate is { Count: > 0 } challenges ? challenges.ToString() : null;
            compare(
                "content type",
                conversation.GetProperty("content_type").GetString(),
                answer.Content.Headers.ContentType?.ToString()
            );
            compare("Allow", conversation.GetProperty("allow").GetString(), allow);
            compare("WWW-Authenticate", conversation.GetProperty("www").GetString(), www);
        }

        static string Text(JsonElement conversation, string name) => conversation.GetProperty(name).GetString() ?? "";

        static void CompareJson(
            string place,
            JsonElement? expected,
            JsonElement? actual,
            Action<string, string?, string?> compare
        )
        {
            switch (expected, actual)
            {
                case ({ ValueKind: JsonValueKind.Object } a, { ValueKind: JsonValueKind.Object } b):
                    foreach (
                        var name in a.EnumerateObject()
                            .Select(member => member.Name)
                            .Union(b.EnumerateObject().Select(member => member.Name))
                    )
                        CompareJson(
                            $"{place}/{name}",
                            a.TryGetProperty(name, out var x) ? x : null,
                            b.TryGetProperty(name, out var y) ? y : null,
                            compare
                        );
                    break;
                case ({ ValueKind: JsonValueKind.Array } a, { ValueKind: JsonValueKind.Array } b)
                    when a.GetArrayLength() == b.GetArrayLength():
                    for (var i = 0; i < a.GetArrayLength(); i++)
                        CompareJson($"{place}/{i}", a[i], b[i], compare);
                    break;
                default:
                    // Numbers by their digits: 1.10 isn't 1.1 to somebody who compares files.
                    if (
                        expected is null
                        || actual is null
                        || expected.Value.ValueKind != actual.Value.ValueKind
                        || expected.Value.ToString() != actual.Value.ToString()
                    )
                        compare(place, expected?.GetRawText(), actual?.GetRawText());
                    break;
            }
        }

        /// <summary>Ids that were made in a conversation are others here.</summary>
        void Learn(JsonElement conversation, string method, HttpStatusCode status, string body)
        {
            if (
                method != "POST"
                || status != HttpStatusCode.Created
                || conversation.GetProperty("status").GetInt32() != 201
            )
                return;
            static string Id(JsonElement document) => document.GetProperty("data").GetProperty("id").GetString()!;
            _ids[Id(conversation.GetProperty("body"))] = Id(JsonDocument.Parse(body).RootElement);
        }

        string Ours(string text) => _ids.Aggregate(text, (replaced, id) => replaced.Replace(id.Key, id.Value));
    }
}
