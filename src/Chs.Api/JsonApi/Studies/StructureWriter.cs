using System.Text.Json;

namespace Chs.Api.JsonApi.Studies;

/// <summary>
/// Writes a structure that was typed here as the reference does: the members of the protocol and <c>exact_text</c>, the text
/// as it was typed; only the latter while a generator makes the protocol, or while the text isn't a JSON object yet.
/// </summary>
static class StructureWriter
{
    const string ExactText = "exact_text";

    public static void Write(Utf8JsonWriter json, string text, bool isInUse)
    {
        using var document = Parse(text);
        json.WriteStartObject("structure");
        if (document is not null && isInUse)
        {
            foreach (var member in document.RootElement.EnumerateObject().Where(member => member.Name != ExactText))
            {
                json.WritePropertyName(member.Name);
                json.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
            }
        }

        json.WriteString(ExactText, document is null ? text : ExactTextOf(document.RootElement, text));
        json.WriteEndObject();
    }

    /// <summary>
    /// The text itself; of an imported structure, which holds its exact text as a member, that one, unless somebody changed
    /// the structure since.
    /// </summary>
    static string ExactTextOf(JsonElement structure, string text)
    {
        if (
            !structure.TryGetProperty(ExactText, out var member)
            || member.ValueKind is not JsonValueKind.String
            || member.GetString() is not { } typed
        )
            return text;
        var others = structure.EnumerateObject().Where(other => other.Name != ExactText).ToList();
        if (others is [])
            return typed;
        using var document = Parse(typed);
        return document is not null && IsSame(others, document.RootElement) ? typed : text;
    }

    static bool IsSame(List<JsonProperty> members, JsonElement other) =>
        members.Count == other.EnumerateObject().Count()
        && members.TrueForAll(member =>
            other.TryGetProperty(member.Name, out var value) && JsonElement.DeepEquals(member.Value, value)
        );

    /// <returns>Null: the text isn't a JSON object.</returns>
    static JsonDocument? Parse(string text)
    {
        try
        {
            var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind is JsonValueKind.Object)
                return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
