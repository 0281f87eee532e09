using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Chs.Api.Tests.OpenApi;

/// <summary>Checks JSON against the schemas of an OpenAPI 3.0 document, as strictly as they can be read.</summary>
/// <remarks>
/// Members that aren't described are faults, and so are keywords that this class doesn't know.
/// The libraries at hand let wrong dates and ids pass, and can't tell which described members were never seen.
/// </remarks>
/// <param name="components">The document's <c>components/schemas</c>.</param>
sealed class PublishedSchemas(JsonElement components)
{
    static readonly HashSet<string> Keywords =
    [
        "$ref",
        "additionalProperties",
        "allOf",
        "description",
        "enum",
        "example",
        "format",
        "items",
        "nullable",
        "properties",
        "required",
        "type",
    ];

    readonly HashSet<string> _seen = [];

    /// <returns>What is wrong with the value; empty when it is as described.</returns>
    public List<string> FaultsOf(JsonElement schema, JsonElement value)
    {
        List<string> faults = [];
        Check(schema, value, new Place("", ""), faults);
        return faults;
    }

    /// <summary>Members that the schema and those it refers to describe, but no checked value had.</summary>
    public IEnumerable<string> NeverSeen(JsonElement schema) =>
        DescribedBy(schema, new Place("", "")).Except(_seen).Distinct();

    void Check(JsonElement schema, JsonElement value, Place place, List<string> faults)
    {
        foreach (
            var keyword in schema.EnumerateObject().Select(member => member.Name).Where(k => !Keywords.Contains(k))
        )
            faults.Add($"{place.Path}: this test doesn't know the keyword {keyword}");
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = NameOf(reference);
            Check(components.GetProperty(name), value, place with { Schema = name }, faults);
            return;
        }

        if (value.ValueKind is JsonValueKind.Null && IsNullable(schema))
            return;
        if (schema.TryGetProperty("allOf", out var parts))
            foreach (var part in parts.EnumerateArray())
                Check(part, value, place, faults);
        if (schema.TryGetProperty("type", out var type))
            CheckType(type.GetString()!, schema, value, place, faults);
        if (schema.TryGetProperty("enum", out var names) && !names.EnumerateArray().Any(name => IsSame(name, value)))
            faults.Add($"{place.Path}: {value.GetRawText()} isn't in {names.GetRawText()}");
    }

    static bool IsSame(JsonElement name, JsonElement value) => name.GetRawText() == value.GetRawText();

    void CheckType(string type, JsonElement schema, JsonElement value, Place place, List<string> faults)
    {
        var format = schema.TryGetProperty("format", out var given) ? given.GetString() : null;
        if (!IsOfType(type, format, value))
            faults.Add($"{place.Path}: {value.GetRawText()} isn't {type} {format}");
        else if (type == "array")
            foreach (var (index, item) in value.EnumerateArray().Index())
                Check(schema.GetProperty("items"), item, place.Inside($"/{index}"), faults);
        else if (type == "object" && schema.TryGetProperty("properties", out var properties))
            CheckMembers(schema, properties, value, place, faults);
    }

    void CheckMembers(JsonElement schema, JsonElement properties, JsonElement value, Place place, List<string> faults)
    {
        foreach (var member in value.EnumerateObject())
        {
            _seen.Add($"{place.Schema}.{member.Name}");
            if (properties.TryGetProperty(member.Name, out var described))
                Check(described, member.Value, place.Inside($"/{member.Name}"), faults);
            else
                faults.Add($"{place.Path}/{member.Name}: not described");
        }

        if (!schema.TryGetProperty("required", out var required))
            return;
        foreach (var name in required.EnumerateArray().Select(item => item.GetString()!))
            if (!value.TryGetProperty(name, out _))
                faults.Add($"{place.Path}/{name}: required, but absent");
    }

    IEnumerable<string> DescribedBy(JsonElement schema, Place place)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = NameOf(reference);
            return DescribedBy(components.GetProperty(name), place with { Schema = name });
        }

        IEnumerable<string> described = [];
        if (schema.TryGetProperty("allOf", out var parts))
            described = described.Concat(parts.EnumerateArray().SelectMany(part => DescribedBy(part, place)));
        if (schema.TryGetProperty("items", out var items))
            described = described.Concat(DescribedBy(items, place));
        if (schema.TryGetProperty("properties", out var properties))
            foreach (var member in properties.EnumerateObject())
                described = described.Append($"{place.Schema}.{member.Name}").Concat(DescribedBy(member.Value, place));
        return described;
    }

    static string NameOf(JsonElement reference) => reference.GetString()!.Split('/')[^1];

    static bool IsNullable(JsonElement schema) =>
        schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean();

    static bool IsOfType(string type, string? format, JsonElement value) =>
        (type, format, value.ValueKind) switch
        {
            ("object", null, JsonValueKind.Object) => true,
            ("array", null, JsonValueKind.Array) => true,
            ("boolean", null, JsonValueKind.True or JsonValueKind.False) => true,
            ("integer", "int32", JsonValueKind.Number) => value.TryGetInt32(out _),
            ("integer", "int64", JsonValueKind.Number) => value.TryGetInt64(out _),
            ("string", null, JsonValueKind.String) => true,
            ("string", "uuid", JsonValueKind.String) => Guid.TryParseExact(value.GetString(), "D", out _),
            ("string", "date", JsonValueKind.String) => IsDate(value.GetString()!),
            ("string", "date-time", JsonValueKind.String) => IsInstant(value.GetString()!),
            _ => false,
        };

    static bool IsDate(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>RFC 3339, as OpenAPI asks for.</summary>
    static bool IsInstant(string text) =>
        Regex.IsMatch(text, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _);

    /// <param name="Path">JSON pointer into the value.</param>
    /// <param name="Schema">The last schema with a name on the way there.</param>
    sealed record Place(string Path, string Schema)
    {
        public Place Inside(string step) => this with { Path = Path + step };
    }
}
