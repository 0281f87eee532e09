using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chs.Api.JsonApi.Videos;

/// <summary>JSON as the existing recorders write what they sign.</summary>
/// <remarks>
/// No blanks; everything beyond ASCII is escaped; attributes are named with underscores;
/// of equal names the last value counts, at the place of the first.
/// </remarks>
static class SignedJson
{
    /// <param name="attributes">An object.</param>
    public static string Write(JsonElement attributes)
    {
        var text = new StringBuilder();
        WriteObject(text, attributes, JsonApiInput.Underscored);
        return text.ToString();
    }

    static void WriteValue(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(text, value, name => name);
                break;
            case JsonValueKind.Array:
                WriteArray(text, value);
                break;
            case JsonValueKind.String:
                WriteText(text, value.GetString()!);
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    static void WriteObject(StringBuilder text, JsonElement value, Func<string, string> rename)
    {
        var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
            members[rename(member.Name)] = member.Value;
        text.Append('{');
        foreach (var (index, (name, member)) in members.Index())
        {
            if (index > 0)
                text.Append(',');
            WriteText(text, name);
            text.Append(':');
            WriteValue(text, member);
        }

        text.Append('}');
    }

    static void WriteArray(StringBuilder text, JsonElement value)
    {
        text.Append('[');
        foreach (var (index, item) in value.EnumerateArray().Index())
        {
            if (index > 0)
                text.Append(',');
            WriteValue(text, item);
        }

        text.Append(']');
    }

    static void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
            WriteCharacter(text, c);
        text.Append('"');
    }

    static void WriteCharacter(StringBuilder text, char c) =>
        _ = c switch
        {
            '"' => text.Append("\\\""),
            '\\' => text.Append("\\\\"),
            '\n' => text.Append("\\n"),
            '\r' => text.Append("\\r"),
            '\t' => text.Append("\\t"),
            '\b' => text.Append("\\b"),
            '\f' => text.Append("\\f"),
            < ' ' or > '~' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            _ => text.Append(c),
        };
}
