using System.Text.Json;
using System.Text.Json.Nodes;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.OpenApi;

/// <summary>The OpenAPI documents that are served.</summary>
[Collection("api")]
public class PublishedContractTests(ApiHost host)
{
    [Theory, InlineData("v3"), InlineData("runner")]
    public async Task The_served_contract_is_the_one_in_the_repository(string contract)
    {
        using var nobody = host.Nobody();
        var served = await nobody.GetAsync($"/openapi/{contract}.json").TextAsync();
        var kept = await File.ReadAllTextAsync(Repository.File($"openapi/{contract}.json"));
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(served), JsonNode.Parse(kept)),
            $"openapi/{contract}.json differs from what is served. If you mean it: ./dev openapi"
        );
    }

    [Theory, InlineData("v3"), InlineData("runner")]
    public void A_contract_says_of_each_operation_what_it_does_and_how_it_refuses(string contract)
    {
        var operations = OperationsOf(contract);
        Assert.NotEmpty(operations);
        Assert.All(
            operations,
            operation =>
            {
                Assert.False(string.IsNullOrEmpty(operation.GetProperty("summary").GetString()), NameOf(operation));
                var statuses = operation.GetProperty("responses").EnumerateObject().Select(answer => answer.Name);
                Assert.Contains(statuses, status => status.StartsWith('4'));
            }
        );
    }

    [Theory, InlineData("v3"), InlineData("runner")]
    public void A_contract_names_each_operation_differently(string contract)
    {
        var names = OperationsOf(contract).Select(NameOf).ToList();
        Assert.Equal(names.Distinct(), names);
    }

    [Theory, InlineData("v3"), InlineData("runner")]
    public void A_contract_has_a_schema_and_an_example_for_each_body(string contract)
    {
        foreach (var operation in OperationsOf(contract))
        foreach (var media in BodiesOf(operation).SelectMany(content => content.EnumerateObject()))
        {
            var name = $"{NameOf(operation)}: {media.Name}";
            Assert.True(media.Value.TryGetProperty("schema", out _), $"{name} has no schema");
            var hasExample = media.Value.TryGetProperty("example", out var example);
            Assert.True(hasExample && example.ValueKind != JsonValueKind.Null, $"{name} has no example");
        }
    }

    static List<JsonElement> OperationsOf(string contract)
    {
        var document = JsonDocument.Parse(File.ReadAllText(Repository.File($"openapi/{contract}.json")));
        return
        [
            .. from path in document.RootElement.GetProperty("paths").EnumerateObject()
            from verb in path.Value.EnumerateObject()
            select verb.Value,
        ];
    }

    static string NameOf(JsonElement operation) => operation.GetProperty("operationId").GetString()!;

    /// <summary>Contents of the request and of each answer. Answers with status 204 and 304 have none.</summary>
    static List<JsonElement> BodiesOf(JsonElement operation)
    {
        List<JsonElement> bodies = [];
        if (operation.TryGetProperty("requestBody", out var request))
            bodies.Add(request.GetProperty("content"));
        var answers = operation
            .GetProperty("responses")
            .EnumerateObject()
            .Where(answer => answer.Name is not ("204" or "304"));
        bodies.AddRange(answers.Select(answer => answer.Value.GetProperty("content")));
        return bodies;
    }

    /// <summary>A browser sends its session cookie to every operation, also to those that need no log-in.</summary>
    [Fact]
    public async Task The_contract_says_of_each_unsafe_operation_that_a_forgery_is_refused()
    {
        using var nobody = host.Nobody();
        var document = await nobody.GetJsonAsync("/openapi/v3.json");
        var unsafeOperations =
            from path in document.GetProperty("paths").EnumerateObject()
            from verb in path.Value.EnumerateObject()
            where verb.Name != "get"
            select verb.Value;
        Assert.All(
            unsafeOperations,
            operation => Assert.True(operation.GetProperty("responses").TryGetProperty("403", out _), NameOf(operation))
        );
    }

    [Fact]
    public async Task The_contracts_can_be_tried_in_a_browser()
    {
        using var nobody = host.Nobody();
        var page = await nobody.SendAsync(HttpMethod.Get, "/swagger/index.html");
        Assert.True(page.IsSuccessStatusCode);
        Assert.Contains("swagger-ui", await page.Content.ReadAsStringAsync());
    }
}
