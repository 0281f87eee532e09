using System.Runtime.CompilerServices;
using System.Text.Json;
using Chs.Testing;
using Xunit.Sdk;

namespace Chs.Api.Tests.OpenApi;

/// <summary>
/// Compares each refusal that any test of this project gets from v3 with the codes that the published contract lists for
/// the operation and the status.
/// </summary>
static class PublishedCodes
{
    /// <summary>Any request can get these.</summary>
    static readonly string[] OfAny =
    [
        "server.busy",
        "server.fault",
        "request.malformed",
        "request.refused",
        "request.not_acceptable",
        "route.method_not_allowed",
    ];

    static readonly Lazy<List<Published>> Operations = new(() => [.. ReadOperations()]);

    sealed record Published(string Id, string Verb, string[] Path, Dictionary<string, string[]> CodesByStatus);

    [ModuleInitializer]
    internal static void InspectAllAnswers() => ApiClient.InspectAsync = ThrowUnlessPublishedAsync;

    static async Task ThrowUnlessPublishedAsync(HttpResponseMessage answer)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return;
        var text = await answer.Content.ReadAsStringAsync();
        if (text.Length > 0)
            ThrowUnlessPublished(answer, JsonDocument.Parse(text).RootElement.GetProperty("code").GetString()!);
    }

    static void ThrowUnlessPublished(HttpResponseMessage answer, string code)
    {
        var request = answer.RequestMessage!;
        // Where studies are played, no operation of v3 exists, and the contract describes none.
        if (
            (request.Headers.Host ?? request.RequestUri!.Authority).Contains("play.localhost", StringComparison.Ordinal)
        )
            return;
        if (OfAny.Contains(code) || Find(request.Method.Method, request.RequestUri!.AbsolutePath) is not { } operation)
            return;
        var status = $"{(int)answer.StatusCode}";
        if (!operation.CodesByStatus.TryGetValue(status, out var codes) || !codes.Contains(code))
            throw new XunitException(
                $"{request.Method} {request.RequestUri!.AbsolutePath}: {status} {code} isn't published."
            );
    }

    /// <returns>The id of the operation; null when there is none.</returns>
    public static string? OperationOf(string verb, string path) => Find(verb, path)?.Id;

    /// <summary>Of several templates that match, the one with the fewest parameters.</summary>
    static Published? Find(string verb, string path)
    {
        var parts = path.Split('/');
        return Operations
            .Value.Where(operation => operation.Verb == verb && Matches(operation.Path, parts))
            .MinBy(operation => operation.Path.Count(part => part.StartsWith('{')));
    }

    static bool Matches(string[] template, string[] path) =>
        template.Length == path.Length
        && template.Zip(path).All(pair => pair.First == pair.Second || pair.First.StartsWith('{'));

    static IEnumerable<Published> ReadOperations()
    {
        var text = File.ReadAllText(Repository.File("openapi/v3.json"));
        foreach (var path in JsonDocument.Parse(text).RootElement.GetProperty("paths").EnumerateObject())
        foreach (var verb in path.Value.EnumerateObject())
        {
            var codes = verb
                .Value.GetProperty("responses")
                .EnumerateObject()
                .Where(response => response.Value.TryGetProperty("x-codes", out _))
                .ToDictionary(response => response.Name, response => CodesOf(response.Value));
            var id = verb.Value.GetProperty("operationId").GetString()!;
            yield return new Published(id, verb.Name.ToUpperInvariant(), path.Name.Split('/'), codes);
        }
    }

    static string[] CodesOf(JsonElement response) =>
        [.. response.GetProperty("x-codes").EnumerateArray().Select(code => code.GetString()!)];
}
