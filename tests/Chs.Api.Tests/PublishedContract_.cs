using System.Text.Json;
using System.Text.Json.Nodes;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

[Collection("api")]
public class PublishedContract_(ApiHost host)
{
    [Theory, InlineData("v3"), InlineData("runner")]
    public async Task Is_the_document_in_the_repository(string contract)
    {
        using var nobody = host.Nobody();
        var served = await (
            await nobody.SendAsync(HttpMethod.Get, $"/openapi/{contract}.json")
        ).Content.ReadAsStringAsync();
        var kept = await File.ReadAllTextAsync(Repository.File($"openapi/{contract}.json"));
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(served), JsonNode.Parse(kept)),
            $"openapi/{contract}.json differs from what is served. If you mean it: ./dev openapi"
        );
    }

    [Theory, InlineData("v3"), InlineData("runner")]
    public async Task Says_of_each_operation_what_it_does_and_what_it_answers(string contract)
    {
        using var document = JsonDocument.Parse(
            await File.ReadAllTextAsync(Repository.File($"openapi/{contract}.json"))
        );
        var operations = document
            .RootElement.GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path =>
                path.Value.EnumerateObject().Select(verb => (Path: path.Name, Verb: verb.Name, verb.Value))
            )
            .ToList();
        Assert.NotEmpty(operations);
        var ids = new HashSet<string>();
        foreach (var (path, verb, operation) in operations)
        {
            var name = $"{verb} {path}";
            Assert.True(
                ids.Add(operation.GetProperty("operationId").GetString()!),
                $"{name}: the operationId isn't unique"
            );
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("summary").GetString()), $"{name}: no summary");
            Assert.Contains(operation.GetProperty("responses").EnumerateObject(), r => r.Name.StartsWith('4'));
            var bodies = operation
                .GetProperty("responses")
                .EnumerateObject()
                .Where(r => r.Name != "204")
                .Select(r => r.Value.GetProperty("content"));
            if (operation.TryGetProperty("requestBody", out var request))
                bodies = bodies.Append(request.GetProperty("content"));
            Assert.All(
                bodies.SelectMany(content => content.EnumerateObject()),
                media =>
                {
                    Assert.True(media.Value.TryGetProperty("schema", out _), $"{name}: {media.Name} has no schema");
                    Assert.True(
                        media.Value.TryGetProperty("example", out var example)
                            && example.ValueKind != JsonValueKind.Null,
                        $"{name}: {media.Name} has no example"
                    );
                }
            );
        }
    }

    [Fact]
    public async Task Can_be_tried_in_a_browser()
    {
        using var nobody = host.Nobody();
        var page = await nobody.SendAsync(HttpMethod.Get, "/swagger/index.html");
        Assert.True(page.IsSuccessStatusCode);
        Assert.Contains("swagger-ui", await page.Content.ReadAsStringAsync());
    }
}

public class ErrorCodesPage_
{
    /// <summary>Refusals that only the runner contract can meet.</summary>
    static readonly string[] OfRunners =
    [
        "resource.not_found",
        "feedback.not_found",
        "user.not_found",
        "demographics.not_found",
        "video.pipe_name_taken",
        "response.of_another",
    ];

    [Fact]
    public void Lists_exactly_the_codes_that_are_answered()
    {
        var source = string.Concat(
            Directory
                .EnumerateFiles(Repository.File("src"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
                .Select(File.ReadAllText)
        );
        var answered = System
            .Text.RegularExpressions.Regex.Matches(
                source,
                """(?:Error\.(?:Conflict|TooMany)\(|new(?: Error)?\(ErrorKind\.\w+, |=> \()"([a-z]+\.[a-z_]+)", """
            )
            .Select(m => m.Groups[1].Value)
            .Concat(
                System
                    .Text.RegularExpressions.Regex.Matches(source, """Error\.NotFound\("([a-z_]+)"\)""")
                    .Select(m => m.Groups[1].Value + ".not_found")
            )
            .Except(OfRunners)
            .ToHashSet();
        var page = File.ReadLines(Repository.File("docs/error-codes.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line =>
                System
                    .Text.RegularExpressions.Regex.Matches(line.Split('|')[1], "`([a-z_.]+)`")
                    .Select(m => m.Groups[1].Value)
            )
            .ToHashSet();
        Assert.NotEmpty(answered);
        Assert.Equal(answered.Order(), page.Order());
    }
}

public class FilledIn_
{
    /// <summary>Pages to try things fill examples in: a filter that nobody asked for would hide what is there, and a key that is used twice is refused.</summary>
    [Fact]
    public void Are_no_filters_and_no_keys()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Repository.File("openapi/v3.json")));
        foreach (
            var operation in document
                .RootElement.GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject())
                .Select(verb => verb.Value)
        )
        foreach (
            var parameter in operation.TryGetProperty("parameters", out var all) ? all.EnumerateArray().ToList() : []
        )
        {
            var name = parameter.GetProperty("name").GetString();
            if (parameter.GetProperty("in").GetString() == "path" || name is "limit" or "If-Match")
                continue;
            Assert.False(
                parameter.TryGetProperty("example", out _)
                    || parameter.GetProperty("schema").TryGetProperty("example", out _),
                $"{operation.GetProperty("operationId").GetString()}: {name}"
            );
        }
    }
}
