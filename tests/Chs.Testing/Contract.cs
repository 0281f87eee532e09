using System.Text.Json;

namespace Chs.Testing;

/// <summary>A published OpenAPI document.</summary>
public sealed class Contract
{
    readonly JsonElement _root;

    Contract(JsonElement root) => _root = root;

    public IReadOnlyList<Operation> Operations { get; private init; } = [];

    /// <param name="name"><c>v3</c> or <c>runner</c>.</param>
    public static Contract Read(string name)
    {
        var text = File.ReadAllText(Repository.File($"openapi/{name}.json"));
        var root = JsonDocument.Parse(text).RootElement;
        var operations =
            from path in root.GetProperty("paths").EnumerateObject()
            from verb in path.Value.EnumerateObject()
            select Operation.Of(verb.Name.ToUpperInvariant(), path.Name, verb.Value);
        return new Contract(root) { Operations = [.. operations] };
    }

    /// <summary>The schema that a reference points to. Other schemas are returned as they are.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        while (true)
        {
            if (schema.TryGetProperty("$ref", out var reference))
                schema = Schema(reference.GetString()!.Split('/')[^1]);
            else if (schema.TryGetProperty("allOf", out var all) && all.GetArrayLength() == 1)
                schema = all[0];
            else
                return schema;
        }
    }

    JsonElement Schema(string name) => _root.GetProperty("components").GetProperty("schemas").GetProperty(name);
}
