using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Chs.Application.Responses;
using Chs.Application.Site;
using Chs.Domain.Videos;

namespace Chs.Api.JsonApi;

/// <summary>A film as a recorder's call-back announces it.</summary>
sealed class VideoDocument
{
    VideoDocument() { }

    public required JsonElement Attributes { get; init; }
    public required Guid StudyId { get; init; }
    public required Guid ResponseId { get; init; }

    /// <summary>What is signed: the attributes in the order sent, compact, in ASCII, with underscores in their names.</summary>
    public byte[] SignedText() => Encoding.ASCII.GetBytes(PlainJson.Write(Attributes));

    /// <summary>Reads what must be there before the signature is compared.</summary>
    public static (VideoDocument? Document, IReadOnlyList<JsonApiError> Errors) Read(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
            return (null, [JsonApiError.Unparsable("the body isn't UTF-8")]);
        try
        {
            JsonText.CheckAll(body.Span);
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = JsonText.MaximumDepth });
            if (
                document.RootElement.ValueKind is not JsonValueKind.Object
                || !document.RootElement.TryGetProperty("data", out var data)
                || data.ValueKind is not JsonValueKind.Object
            )
                return (null, [JsonApiError.NoData]);
            var type = Text(data, "type");
            if (type != "videos")
                return (null, [JsonApiError.WrongType(type, "videos")]);
            var (study, response) = (Related(data, "study"), Related(data, "response"));
            foreach (
                var (name, related) in (ReadOnlySpan<(string, JsonElement?)>)[("study", study), ("response", response)]
            )
                if (related is null)
                    return (null, [new JsonApiError(400, "parse_error", $"Missing required relationship: {name}")]);
            foreach (
                var (name, related) in (ReadOnlySpan<(string, JsonElement?)>)[("study", study), ("response", response)]
            )
                if (!(related!.Value.ValueKind is JsonValueKind.String && related.Value.TryGetGuid(out _)))
                    return (null, [JsonApiError.NotAnIdentifier(name)]);

            var attributes =
                data.TryGetProperty("attributes", out var said) && said.ValueKind is JsonValueKind.Object
                    ? said.Clone()
                    : JsonDocument.Parse("{}").RootElement;
            return (
                new VideoDocument
                {
                    Attributes = attributes,
                    StudyId = study!.Value.GetGuid(),
                    ResponseId = response!.Value.GetGuid(),
                },
                []
            );
        }
        catch (Exception failure) when (failure is JsonException or UnacceptableJsonException)
        {
            return (null, [JsonApiError.Unparsable(failure.Message)]);
        }
    }

    /// <summary>What is said of the film, or everything that is wrong with it.</summary>
    /// <param name="zone">The zone of an instant without an offset.</param>
    public (VideoFacts? Facts, IReadOnlyList<JsonApiError> Errors) Facts(SiteTimeZone zone)
    {
        var said = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var attribute in Attributes.EnumerateObject())
            said[ResponseDocument.Underscored(attribute.Name)] = attribute.Value;
        List<JsonApiError> errors = [];
        var facts = new VideoFacts(
            NeededText(said, "frame_id", errors),
            NeededText(said, "full_name", errors),
            OptionalText(said, "pipe_name", errors),
            Number(said, "pipe_numeric_id", errors),
            Instant(said, "s3_timestamp", zone, errors),
            Flag(said, "is_consent_footage", errors)
        );
        return errors is [] ? (facts, []) : (null, errors);
    }

    static JsonElement? Related(JsonElement data, string name) =>
        data.TryGetProperty("relationships", out var relationships)
        && relationships.ValueKind is JsonValueKind.Object
        && relationships.TryGetProperty(name, out var relationship)
        && relationship.ValueKind is JsonValueKind.Object
        && relationship.TryGetProperty("data", out var identifier)
        && identifier.ValueKind is JsonValueKind.Object
        && identifier.TryGetProperty("id", out var id)
            ? id
            : null;

    static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    static string NeededText(Dictionary<string, JsonElement> said, string name, List<JsonApiError> errors)
    {
        if (!said.TryGetValue(name, out var value))
            errors.Add(JsonApiError.Attribute(name, "required", "This field is required."));
        else if (value.ValueKind is JsonValueKind.Null)
            errors.Add(JsonApiError.Attribute(name, "null", "This field may not be null."));
        else
            return OptionalText(said, name, errors) ?? "";
        return "";
    }

    static string? OptionalText(Dictionary<string, JsonElement> said, string name, List<JsonApiError> errors)
    {
        if (!said.TryGetValue(name, out var value) || value.ValueKind is JsonValueKind.Null)
            return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Trim(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        if (text is null)
            errors.Add(JsonApiError.Attribute(name, "invalid", "Not a valid string."));
        else if (text.Length == 0)
            errors.Add(JsonApiError.Attribute(name, "blank", "This field may not be blank."));
        else if (text.Length > 255)
            errors.Add(
                JsonApiError.Attribute(name, "max_length", "Ensure this field has no more than 255 characters.")
            );
        return text;
    }

    static int? Number(Dictionary<string, JsonElement> said, string name, List<JsonApiError> errors)
    {
        if (!said.TryGetValue(name, out var value) || value.ValueKind is JsonValueKind.Null)
            return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        errors.Add(JsonApiError.Attribute(name, "invalid", "A valid integer is required."));
        return null;
    }

    static DateTimeOffset Instant(
        Dictionary<string, JsonElement> said,
        string name,
        SiteTimeZone zone,
        List<JsonApiError> errors
    )
    {
        if (!said.TryGetValue(name, out var value))
            errors.Add(JsonApiError.Attribute(name, "required", "This field is required."));
        else if (value.ValueKind is JsonValueKind.Null)
            errors.Add(JsonApiError.Attribute(name, "null", "This field may not be null."));
        else if (
            value.ValueKind is JsonValueKind.String
            && value.GetString() is [_, _, _, _, '-', _, _, '-', _, _, 'T' or ' ', ..] text
            && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at)
        )
        {
            // Without an offset it is meant in the site's zone, where it may be an hour that doesn't exist.
            if (at.Kind is not DateTimeKind.Unspecified)
                return new DateTimeOffset(at).ToUniversalTime();
            if (!zone.Zone.IsInvalidTime(at))
                return new DateTimeOffset(at, zone.Zone.GetUtcOffset(at)).ToUniversalTime();
            errors.Add(JsonApiError.Attribute(name, "invalid", "There is no such hour in the site's time zone."));
        }
        else
            errors.Add(JsonApiError.Attribute(name, "invalid", "Not an instant in ISO 8601."));
        return default;
    }

    static bool Flag(Dictionary<string, JsonElement> said, string name, List<JsonApiError> errors)
    {
        if (!said.TryGetValue(name, out var value))
            return false;
        var text = value.ValueKind switch
        {
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
        if (ResponseDocument.BooleanOf(text) is { } flag)
            return flag;
        errors.Add(JsonApiError.Attribute(name, "invalid", "Must be a valid boolean."));
        return false;
    }

    /// <summary>JSON as the existing functions write what they sign: no blanks, everything beyond ASCII escaped, the last of equal names at the place of the first.</summary>
    static class PlainJson
    {
        public static string Write(JsonElement attributes)
        {
            var text = new StringBuilder();
            Write(text, attributes, ResponseDocument.Underscored);
            return text.ToString();
        }

        static void Write(StringBuilder text, JsonElement value, Func<string, string>? rename)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
                    foreach (var member in value.EnumerateObject())
                        members[rename?.Invoke(member.Name) ?? member.Name] = member.Value;
                    text.Append('{');
                    for (var i = 0; i < members.Count; i++)
                    {
                        if (i > 0)
                            text.Append(',');
                        WriteText(text, members.GetAt(i).Key);
                        text.Append(':');
                        Write(text, members.GetAt(i).Value, rename: null);
                    }

                    text.Append('}');
                    break;
                case JsonValueKind.Array:
                    text.Append('[');
                    var first = true;
                    foreach (var item in value.EnumerateArray())
                    {
                        if (!first)
                            text.Append(',');
                        first = false;
                        Write(text, item, rename: null);
                    }

                    text.Append(']');
                    break;
                case JsonValueKind.String:
                    WriteText(text, value.GetString()!);
                    break;
                default:
                    text.Append(value.GetRawText());
                    break;
            }
        }

        static void WriteText(StringBuilder text, string value)
        {
            text.Append('"');
            foreach (var c in value)
            {
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

            text.Append('"');
        }
    }
}
