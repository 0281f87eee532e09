using System.Text;
using System.Text.Json;
using Chs.Application.Responses;
using Chs.Domain.Responses;

namespace Chs.Application.Exports;

/// <summary>The columns whose number depends on the response: lists and objects, one column for each item.</summary>
static class FlattenedColumns
{
    public static Dictionary<string, object?> Of(ResponseRowSource source)
    {
        var row = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [ResponseColumns.SessionStatus] = "",
            [ResponseColumns.Star] = false,
        };
        AddItems(row, "response__eligibility", source.Response.Eligibility);
        var sequence = SessionSequence.Of(source.Response.Sequence, source.Labels);
        AddItems(row, "response__sequence", [.. sequence.Select(OddCharacters.Replace)]);
        AddConditions(row, source.Response.Conditions);
        return row;
    }

    static void AddItems(Dictionary<string, object?> row, string name, IReadOnlyList<string> items)
    {
        for (var i = 0; i < items.Count; i++)
            row[$"{name}.{i}"] = items[i];
    }

    /// <summary>The conditions are an object with one member for each frame that assigned a condition.</summary>
    static void AddConditions(Dictionary<string, object?> row, string json)
    {
        var readable = OddCharacters.ReplaceEscapes(Encoding.UTF8.GetBytes(json));
        using var conditions = JsonDocument.Parse(readable, JsonText.StoredOptions);
        if (conditions.RootElement.ValueKind is not JsonValueKind.Object)
            return;
        foreach (var (index, frame) in conditions.RootElement.EnumerateObject().Index())
        {
            var name = $"response__conditions.{index}";
            row[$"{name}.frameName"] = frame.Name;
            AddValue(row, name, frame.Value);
        }
    }

    static void AddValue(Dictionary<string, object?> row, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    AddValue(row, $"{name}.{member.Name}", member.Value);
                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in value.EnumerateArray().Index())
                    AddValue(row, $"{name}.{index}", item);
                break;
            default:
                row[name] = ScalarOf(value);
                break;
        }
    }

    static object? ScalarOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => new Number(value.GetRawText()),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };
}
