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
            from server in ServersOf(root)
            from path in root.GetProperty("paths").EnumerateObject()
            from verb in path.Value.EnumerateObject()
            select Operation.Of(verb.Name.ToUpperInvariant(), server + path.Name, verb.Value);
        return new Contract(root) { Operations = [.. operations] };
    }

    /// <summary>What comes before the paths of a document: once for each address at which it is served.</summary>
    public static IEnumerable<string> ServersOf(JsonElement document) =>
        document.GetProperty("servers").EnumerateArray().Select(s => s.GetProperty("url").GetString()!.TrimEnd('/'));

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
