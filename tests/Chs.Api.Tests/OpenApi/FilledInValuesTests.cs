using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.OpenApi;

/// <summary>Values that Swagger's page fills in when somebody tries an operation.</summary>
public class FilledInValuesTests
{
    /// <summary>
    /// A filter that nobody asked for would hide results, and an idempotency key that is used twice is refused.
    /// </summary>
    [Fact]
    public void No_filter_and_no_key_is_filled_in()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Repository.File("openapi/v3.json")));
        var operations =
            from path in document.RootElement.GetProperty("paths").EnumerateObject()
            from verb in path.Value.EnumerateObject()
            select verb.Value;
        foreach (var operation in operations)
        foreach (var parameter in OptionalParametersOf(operation))
        {
            var hasExample =
                parameter.TryGetProperty("example", out _)
                || parameter.GetProperty("schema").TryGetProperty("example", out _);
            Assert.False(
                hasExample,
                $"{operation.GetProperty("operationId").GetString()}: {parameter.GetProperty("name").GetString()}"
            );
        }
    }

    static IEnumerable<JsonElement> OptionalParametersOf(JsonElement operation)
    {
        if (!operation.TryGetProperty("parameters", out var parameters))
            return [];
        return parameters
            .EnumerateArray()
            .Where(parameter =>
                parameter.GetProperty("in").GetString() != "path"
                && parameter.GetProperty("name").GetString() is not ("limit" or "If-Match")
            );
    }
}
