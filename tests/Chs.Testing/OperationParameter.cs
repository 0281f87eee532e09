using System.Text.Json;

namespace Chs.Testing;

/// <summary>A parameter of an operation.</summary>
/// <param name="Location"><c>path</c>, <c>query</c> or <c>header</c>.</param>
public sealed record OperationParameter(string Name, string Location, bool IsRequired, JsonElement Schema)
{
    internal static OperationParameter Of(JsonElement parameter) =>
        new(
            parameter.GetProperty("name").GetString()!,
            parameter.GetProperty("in").GetString()!,
            parameter.TryGetProperty("required", out var required) && required.GetBoolean(),
            parameter.GetProperty("schema")
        );
}
