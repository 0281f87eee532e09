using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Chs.Domain;

namespace Chs.Api.V3;

/// <summary>
/// Finds everything that keeps a JSON body from being read as a type. The serializer stops at the first fault, so the
/// members are read one by one.
/// </summary>
sealed class JsonBodyFaults
{
    /// <summary>More faults than these help nobody.</summary>
    const int MaximumFaults = 100;

    const int MaximumName = 100;

    readonly JsonSerializerOptions _options;
    readonly StringComparer _names;
    readonly List<Fault> _faults = [];

    JsonBodyFaults(JsonSerializerOptions options)
    {
        _options = options;
        _names = options.PropertyNameCaseInsensitive ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
    }

    public static IReadOnlyList<Fault> Of(JsonElement body, JsonTypeInfo type)
    {
        var reading = new JsonBodyFaults(type.Options);
        reading.Check(body, type, "");
        return reading._faults;
    }

    /// <returns>The JSON pointer (RFC 6901) of a member.</returns>
    public static string PointerOf(string parent, string member) =>
        $"{parent}/{Shorten(member).Replace("~", "~0").Replace("/", "~1")}";

    /// <summary>A name that a client made up may be as long as a body, and would come back twice.</summary>
    static string Shorten(string name) => name.Length <= MaximumName ? name : $"{name[..MaximumName]}…";

    /// <summary>Descends no deeper than the type, and the JSON was read with a limit to its depth.</summary>
    void Check(JsonElement value, JsonTypeInfo type, string pointer)
    {
        if (_faults.Count >= MaximumFaults)
            return;
        if (type.Kind is JsonTypeInfoKind.Object && value.ValueKind is JsonValueKind.Object)
            CheckMembers(value, type, pointer);
        else if (type.Kind is JsonTypeInfoKind.Enumerable && value.ValueKind is JsonValueKind.Array)
            CheckItems(value, _options.GetTypeInfo(type.ElementType!), pointer);
        else if (!IsReadable(value, type))
            _faults.Add(FaultOf(value, type, pointer));
    }

    static Fault FaultOf(JsonElement value, JsonTypeInfo type, string pointer) =>
        BrokenText.In(value) is { } broken
            ? new Fault(pointer, "malformed", broken.Sentence)
            : ValueFaults.FaultOf(pointer, type.Type);

    void CheckItems(JsonElement list, JsonTypeInfo type, string pointer)
    {
        foreach (var (index, item) in list.EnumerateArray().Index())
            Check(item, type, $"{pointer}/{index}");
    }

    void CheckMembers(JsonElement value, JsonTypeInfo type, string pointer)
    {
        var expected = type.Properties.ToDictionary(property => property.Name, _names);
        HashSet<string> seen = new(_names);
        foreach (var member in value.EnumerateObject())
        {
            var at = PointerOf(pointer, member.Name);
            if (!expected.TryGetValue(member.Name, out var property))
                Add(at, "unknown_member", $"There is no member '{Shorten(member.Name)}'.");
            else if (!seen.Add(member.Name))
                Add(at, "duplicate", "This member was sent twice.");
            else
                CheckMember(member.Value, property, PointerOf(pointer, property.Name));
        }

        foreach (var missing in type.Properties.Where(property => property.IsRequired && !seen.Contains(property.Name)))
            Add(PointerOf(pointer, missing.Name), "required", "This member is required.");
    }

    void CheckMember(JsonElement value, JsonPropertyInfo property, string pointer)
    {
        var type = _options.GetTypeInfo(property.PropertyType);
        if (value.ValueKind is not JsonValueKind.Null)
            Check(value, type, pointer);
        else if (!property.IsSetNullable || !IsReadable(value, type))
            Add(pointer, "required", "Must not be null.");
    }

    void Add(string pointer, string code, string message)
    {
        if (_faults.Count < MaximumFaults)
            _faults.Add(new Fault(pointer, code, message));
    }

    static bool IsReadable(JsonElement value, JsonTypeInfo type)
    {
        try
        {
            value.Deserialize(type);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
