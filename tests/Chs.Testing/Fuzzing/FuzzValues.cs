using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chs.Testing.Fuzzing;

/// <summary>Values that fit a schema, nearly fit it, or don't fit at all, as JSON text.</summary>
sealed class FuzzValues(Contract contract, FuzzCast cast, Random random)
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
        var text = Texts[random.Next(Texts.Length)];
        return random.Next(20) switch
        {
            0 => string.Concat(Enumerable.Repeat(text + "x", 300)),
            1 => string.Concat(Enumerable.Repeat("y", 70_000)),
            _ => text,
        };
    }

    /// <summary>For a place in a path or query.</summary>
    public string Of(OperationParameter parameter, string kind)
    {
        var schema = contract.Resolve(parameter.Schema);
        return random.Next(10) switch
        {
            0 => Text() is { Length: > 0 and < 2000 } text ? text : "x",
            1 => Guid.NewGuid().ToString(),
            _ when cast.Any(kind, random) is { } known && parameter.Place == "path" => known,
            _ => Bare(Scalar(schema, kind)),
        };
    }

    /// <summary>A value for a schema; the deeper, the plainer.</summary>
    public string Json(JsonElement raw, string name, int depth = 0)
    {
        if (random.Next(25) == 0)
            return Garbage[random.Next(Garbage.Length)];
        var schema = contract.Resolve(raw);
        if (schema.TryGetProperty("properties", out var properties) && depth < 8)
        {
            var required = schema.TryGetProperty("required", out var names)
                ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet()
                : [];
            List<string> members = [];
            foreach (var member in properties.EnumerateObject())
                if (random.NextDouble() < (required.Contains(member.Name) ? 0.97 : 0.35))
                    members.Add(
                        $"{JsonSerializer.Serialize(member.Name)}:{Json(member.Value, member.Name, depth + 1)}"
                    );
            if (random.Next(40) == 0)
                members.Add("\"unknown\":1");
            if (random.Next(60) == 0 && members.Count > 0)
                members.Add(members[0]);
            return $"{{{string.Join(',', members)}}}";
        }

        if (schema.TryGetProperty("items", out var items) && depth < 8)
            return $"[{string.Join(',', Enumerable.Range(0, random.Next(10) == 0 ? 150 : random.Next(4)).Select(_ => Json(items, name, depth + 1)))}]";
        if (!schema.TryGetProperty("type", out _) && !schema.TryGetProperty("enum", out _))
            return random.Next(3) == 0 ? Garbage[random.Next(Garbage.Length)] : Some.Trials(random.Next(4));
        return Scalar(schema, name);
    }

    string Scalar(JsonElement schema, string name)
    {
        if (random.Next(3) > 0 && schema.TryGetProperty("example", out var example))
            return example.GetRawText();
        if (schema.TryGetProperty("enum", out var choices))
            return random.Next(8) == 0
                ? JsonSerializer.Serialize(Text())
                : choices[random.Next(choices.GetArrayLength())].GetRawText();
        var format = schema.TryGetProperty("format", out var f) ? f.GetString() : null;
        return (schema.TryGetProperty("type", out var type) ? type.GetString() : null) switch
        {
            "integer" or "number" => random.Next(2) == 0
                ? random.Next(0, 30).ToString(CultureInfo.InvariantCulture)
                : Numbers[random.Next(Numbers.Length)],
            "boolean" => random.Next(2) == 0 ? "true" : "false",
            "string" when format == "uuid" => JsonSerializer.Serialize(
                cast.Any(KindOf(name), random) ?? Guid.NewGuid().ToString()
            ),
            "string" when format == "date" => JsonSerializer.Serialize(
                $"20{random.Next(10, 30)}-0{random.Next(1, 10)}-1{random.Next(0, 10)}"
            ),
            "string" => Written(Text()),
            _ => Garbage[random.Next(Garbage.Length)],
        };
    }

    /// <summary>As JSON that says exactly this, also what no text should hold.</summary>
    static string Written(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var c in text)
            json.Append(c < ' ' || c is '"' or '\\' || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : c.ToString());
        return json.Append('"').ToString();
    }

    static string Bare(string json) =>
        json.Length > 1 && json[0] == '"'
            ? JsonSerializer.Deserialize<string>(
                json.Contains("\\ud8", StringComparison.OrdinalIgnoreCase) ? "\"x\"" : json
            )!
            : json;

    public static string KindOf(string name) =>
        name switch
        {
            "labId" => "labs",
            "childId" or "child" => "children",
            "responseId" or "response" => "responses",
            "userId" => "users",
            _ => "studies",
        };
}
