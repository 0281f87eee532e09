using System.Text.Json;

namespace Chs.Testing;

/// <summary>One operation of a contract.</summary>
/// <param name="Id">Its operation id. For v1 and v2: verb and path.</param>
/// <param name="Verb">In capitals.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Parameters">In path, query and header.</param>
/// <param name="Bodies">Schema and example of each media type that it accepts.</param>
public sealed record Operation(
    string Id,
    string Verb,
    string Path,
    IReadOnlyList<OperationParameter> Parameters,
    IReadOnlyDictionary<string, (JsonElement Schema, JsonElement? Example)> Bodies
)
{
    /// <summary>Whether it may change something.</summary>
    public bool IsUnsafe => Verb is not "GET";

    internal static Operation Of(string verb, string path, JsonElement operation) =>
        new(
            operation.TryGetProperty("operationId", out var id) ? id.GetString()! : $"{verb} {path}",
            verb,
            path,
            operation.TryGetProperty("parameters", out var parameters)
                ? [.. parameters.EnumerateArray().Select(OperationParameter.Of)]
                : [],
            operation.TryGetProperty("requestBody", out var body) ? BodiesOf(body) : []
        );

    static Dictionary<string, (JsonElement Schema, JsonElement? Example)> BodiesOf(JsonElement body)
    {
        var bodies = new Dictionary<string, (JsonElement Schema, JsonElement? Example)>();
        foreach (var media in body.GetProperty("content").EnumerateObject())
        {
            JsonElement? example = media.Value.TryGetProperty("example", out var given) ? given : null;
            bodies[media.Name] = (media.Value.GetProperty("schema"), example);
        }

        return bodies;
    }

    /// <summary>The path with values for its parameters.</summary>
    /// <param name="value">Takes the parameter's name and the path segment before it.</param>
    public string FillPath(Func<string, string, string> value)
    {
        var template = Path.Split('/');
        var filled = Path.Split('/');
        for (var i = 1; i < template.Length; i++)
        {
            if (template[i].StartsWith('{'))
                filled[i] = Uri.EscapeDataString(value(template[i][1..^1], template[i - 1]));
        }

        return string.Join('/', filled);
    }
}
