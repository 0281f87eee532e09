using System.Text.Json;

namespace Chs.Testing;

/// <summary>A published contract, as a program reads it.</summary>
public sealed class Contract
{
    readonly JsonElement _root;

    Contract(JsonElement root) => _root = root;

    public IReadOnlyList<Operation> Operations { get; private init; } = [];

    /// <param name="name"><c>v3</c> or <c>runner</c>.</param>
    public static Contract Read(string name)
    {
        var root = JsonDocument.Parse(File.ReadAllText(Repository.File($"openapi/{name}.json"))).RootElement;
        var contract = new Contract(root)
        {
            Operations =
            [
                .. root.GetProperty("paths")
                    .EnumerateObject()
                    .SelectMany(path =>
                        path.Value.EnumerateObject()
                            .Select(verb => Operation.Of(verb.Name.ToUpperInvariant(), path.Name, verb.Value))
                    ),
            ],
        };
        return contract;
    }

    /// <summary>What a reference stands for; other schemas as they are.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        while (true)
        {
            if (schema.TryGetProperty("$ref", out var reference))
                schema = _root
                    .GetProperty("components")
                    .GetProperty("schemas")
                    .GetProperty(reference.GetString()!.Split('/')[^1]);
            else if (schema.TryGetProperty("allOf", out var all) && all.GetArrayLength() == 1)
                schema = all[0];
            else
                return schema;
        }
    }
}

/// <summary>One operation of a contract.</summary>
/// <param name="Id">Its name; for v1 and v2 verb and path.</param>
/// <param name="Verb">In capitals.</param>
/// <param name="Path">With its open places.</param>
/// <param name="Parameters">In path, query and header.</param>
/// <param name="Bodies">Schema and example of each media type that it takes.</param>
public sealed record Operation(
    string Id,
    string Verb,
    string Path,
    IReadOnlyList<OperationParameter> Parameters,
    IReadOnlyDictionary<string, (JsonElement Schema, JsonElement? Example)> Bodies
)
{
    public bool IsUnsafe => Verb is not "GET";

    internal static Operation Of(string verb, string path, JsonElement operation) =>
        new(
            operation.TryGetProperty("operationId", out var id) ? id.GetString()! : $"{verb} {path}",
            verb,
            path,
            operation.TryGetProperty("parameters", out var parameters)
                ?
                [
                    .. parameters
                        .EnumerateArray()
                        .Select(p => new OperationParameter(
                            p.GetProperty("name").GetString()!,
                            p.GetProperty("in").GetString()!,
                            p.TryGetProperty("required", out var required) && required.GetBoolean(),
                            p.GetProperty("schema")
                        )),
                ]
                : [],
            operation.TryGetProperty("requestBody", out var body)
                ? body.GetProperty("content")
                    .EnumerateObject()
                    .ToDictionary(
                        media => media.Name,
                        media =>
                            (
                                media.Value.GetProperty("schema"),
                                media.Value.TryGetProperty("example", out var example) ? example : (JsonElement?)null
                            )
                    )
                : []
        );

    /// <summary>The path with its open places filled.</summary>
    /// <param name="value">For a place, and what stands before it in the path.</param>
    public string Filled(Func<string, string, string> value)
    {
        var parts = Path.Split('/');
        for (var i = 1; i < parts.Length; i++)
            if (parts[i].StartsWith('{'))
                parts[i] = Uri.EscapeDataString(value(parts[i][1..^1], Path.Split('/')[i - 1]));
        return string.Join('/', parts);
    }
}

/// <summary>A parameter.</summary>
/// <param name="Place"><c>path</c>, <c>query</c> or <c>header</c>.</param>
public sealed record OperationParameter(string Name, string Place, bool IsRequired, JsonElement Schema);
