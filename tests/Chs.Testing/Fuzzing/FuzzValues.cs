using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chs.Testing.Fuzzing;

/// <summary>JSON values that fit a schema, nearly fit it, or don't fit at all.</summary>
sealed class FuzzValues(Contract contract, FuzzWorld world, Random random)
{
    static readonly string[] Texts =
    [
        "",
        " ",
        "a",
        "Ada",
        "\u0000",
        "line\nbreak",
        "\ud83d\ude00",
        "e\u0301",
        "\u202eright to left",
        "<script>alert(1)</script>",
        "'; DROP TABLE users; --",
        "../../etc/passwd",
        "%00",
        "null",
        "NaN",
        "-1",
        "1e999",
        "{}",
        "2026-02-30",
        "2022-03-01",
        "2026-03-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "0001-01-01",
        "ada@uni.example",
        "https://x.example",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "speaks_en AND NOT deaf",
        "((((((",
        "en",
        "pt-BR",
        "admin",
        "submit",
        "all",
        "*",
    ];

    static readonly string[] Numbers =
    [
        "0",
        "-1",
        "1",
        "2147483647",
        "-2147483648",
        "2147483648",
        "9223372036854775807",
        "1.5",
        "1e400",
        "-0",
        "100",
        "99999999999999999999999999",
    ];

    static readonly string[] Garbage =
    [
        "null",
        "true",
        "[]",
        "{}",
        "\"x\"",
        "12",
        "[[[[[[[[]]]]]]]]",
        "{\"a\":{\"b\":null}}",
        "\"\\ud800\"",
        "[null]",
        "\"\\u0000\"",
    ];

    public string Text()
    {
        var text = AnyOf(Texts);
        return random.Next(20) switch
        {
            0 => string.Concat(Enumerable.Repeat(text + "x", 300)),
            1 => string.Concat(Enumerable.Repeat("y", 70_000)),
            _ => text,
        };
    }

    /// <summary>A value for a parameter in a path or query.</summary>
    /// <param name="kind">Kind of thing whose id the parameter takes.</param>
    public string Of(OperationParameter parameter, string kind)
    {
        var schema = contract.Resolve(parameter.Schema);
        return random.Next(10) switch
        {
            0 => Text() is { Length: > 0 and < 2000 } text ? text : "x",
            1 => Guid.NewGuid().ToString(),
            _ when world.Any(kind, random) is { } id && parameter.Location == "path" => id,
            _ => Unquoted(Scalar(schema, kind)),
        };
    }

    /// <summary>A value for a schema. Below eight levels objects and arrays become plain values.</summary>
    public string Json(JsonElement raw, string name, int depth = 0)
    {
        if (random.Next(25) == 0)
            return AnyOf(Garbage);
        var schema = contract.Resolve(raw);
        if (schema.TryGetProperty("properties", out var properties) && depth < 8)
            return Object(schema, properties, depth);
        if (schema.TryGetProperty("items", out var items) && depth < 8)
            return Array(items, name, depth);
        if (!schema.TryGetProperty("type", out _) && !schema.TryGetProperty("enum", out _))
            return random.Next(3) == 0 ? AnyOf(Garbage) : Some.Trials(random.Next(4));
        return Scalar(schema, name);
    }

    string Object(JsonElement schema, JsonElement properties, int depth)
    {
        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(required => required.GetString()).ToHashSet()
            : [];
        List<string> members = [];
        foreach (var property in properties.EnumerateObject())
        {
            var probability = required.Contains(property.Name) ? 0.97 : 0.35;
            if (random.NextDouble() >= probability)
                continue;
            var value = Json(property.Value, property.Name, depth + 1);
            members.Add($"{JsonSerializer.Serialize(property.Name)}:{value}");
        }

        if (random.Next(40) == 0)
            members.Add("\"unknown\":1");
        // Sometimes a member twice.
        if (random.Next(60) == 0 && members.Count > 0)
            members.Add(members[0]);
        return $"{{{string.Join(',', members)}}}";
    }

    string Array(JsonElement items, string name, int depth)
    {
        var count = random.Next(10) == 0 ? 150 : random.Next(4);
        var elements = Enumerable.Range(0, count).Select(_ => Json(items, name, depth + 1));
        return $"[{string.Join(',', elements)}]";
    }

    string Scalar(JsonElement schema, string name)
    {
        if (random.Next(3) > 0 && schema.TryGetProperty("example", out var example))
            return example.GetRawText();
        if (schema.TryGetProperty("enum", out var choices))
            return random.Next(8) == 0
                ? JsonSerializer.Serialize(Text())
                : choices[random.Next(choices.GetArrayLength())].GetRawText();
        var format = schema.TryGetProperty("format", out var formatName) ? formatName.GetString() : null;
        var type = schema.TryGetProperty("type", out var typeName) ? typeName.GetString() : null;
        return type switch
        {
            "integer" or "number" => Number(),
            "boolean" => random.Next(2) == 0 ? "true" : "false",
            "string" when format == "uuid" => JsonSerializer.Serialize(IdFor(name)),
            "string" when format == "date" => JsonSerializer.Serialize(Date()),
            "string" => Escaped(Text()),
            _ => AnyOf(Garbage),
        };
    }

    string Number() => random.Next(2) == 0 ? random.Next(0, 30).ToString(CultureInfo.InvariantCulture) : AnyOf(Numbers);

    string IdFor(string name) => world.Any(KindOf(name), random) ?? Guid.NewGuid().ToString();

    string Date() => $"20{random.Next(10, 30)}-0{random.Next(1, 10)}-1{random.Next(0, 10)}";

    string AnyOf(string[] values) => values[random.Next(values.Length)];

    /// <summary>
    /// A JSON string of exactly these characters, even of those that no text should contain, such as half a surrogate pair.
    /// </summary>
    static string Escaped(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var c in text)
        {
            var needsEscape = c < ' ' || c is '"' or '\\' || char.IsSurrogate(c);
            json.Append(needsEscape ? $"\\u{(int)c:x4}" : c.ToString());
        }

        return json.Append('"').ToString();
    }

    /// <summary>The text of a JSON string. Other values are returned as they are.</summary>
    static string Unquoted(string json)
    {
        if (json.Length <= 1 || json[0] != '"')
            return json;
        // .NET refuses to read half a surrogate pair.
        if (json.Contains("\\ud8", StringComparison.OrdinalIgnoreCase))
            return "x";
        return JsonSerializer.Deserialize<string>(json)!;
    }

    /// <summary>The kind of thing whose id a member or parameter takes.</summary>
    public static string KindOf(string name) =>
        name switch
        {
            "labId" => "labs",
            "childId" or "child" => "children",
            "responseId" or "response" => "responses",
            "accountId" => "users",
            _ => "studies",
        };
}
