using System.Globalization;
using System.Text.Json;
using Chs.Application.Site;
using Chs.Domain.Videos;

namespace Chs.Api.JsonApi.Videos;

/// <summary>Reads the attributes of a video. All their faults are collected.</summary>
sealed class VideoFactsReader
{
    const int LongestText = 255;

    readonly Dictionary<string, JsonElement> _attributes = new(StringComparer.Ordinal);
    readonly List<JsonApiError> _errors = [];
    readonly TimeZoneInfo _zone;

    VideoFactsReader(JsonElement attributes, SiteTimeZone zone)
    {
        _zone = zone.Zone;
        foreach (var attribute in attributes.EnumerateObject())
            _attributes[JsonApiInput.Underscored(attribute.Name)] = attribute.Value;
    }

    /// <param name="attributes">An object.</param>
    /// <param name="zone">The zone of an instant without an offset.</param>
    public static JsonApiParsed<VideoFacts> Read(JsonElement attributes, SiteTimeZone zone)
    {
        var reader = new VideoFactsReader(attributes, zone);
        var facts = new VideoFacts(
            reader.NeededText("frame_id"),
            reader.NeededText("full_name"),
            reader.OptionalText("pipe_name"),
            reader.Number("pipe_numeric_id"),
            reader.Instant("s3_timestamp"),
            reader.Flag("is_consent_footage")
        );
        return reader._errors is [] ? facts : reader._errors;
    }

    string NeededText(string name) => Needed(name) is null ? "" : OptionalText(name) ?? "";

    /// <returns>Null when the attribute is absent or null.</returns>
    string? OptionalText(string name)
    {
        if (Optional(name) is not { } value)
            return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Trim(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        if (text is null)
            Add(name, "invalid", "Not a valid string.");
        else if (text.Length == 0)
            Add(name, "blank", "This field may not be blank.");
        else if (text.Length > LongestText)
            Add(name, "max_length", $"Ensure this field has no more than {LongestText} characters.");
        return text;
    }

    int? Number(string name)
    {
        if (Optional(name) is not { } value)
            return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        Add(name, "invalid", "A valid integer is required.");
        return null;
    }

    DateTimeOffset Instant(string name)
    {
        if (Needed(name) is not { } value)
            return default;
        if (!TryReadTime(value, out var time))
        {
            Add(name, "invalid", "Not an instant in ISO 8601.");
            return default;
        }

        if (time.Kind is not DateTimeKind.Unspecified)
            return new DateTimeOffset(time).ToUniversalTime();
        // A time without an offset is one of the site's time zone, where it may fall into an hour that is left out.
        if (!_zone.IsInvalidTime(time))
            return new DateTimeOffset(time, _zone.GetUtcOffset(time)).ToUniversalTime();
        Add(name, "invalid", "There is no such hour in the site's time zone.");
        return default;
    }

    static bool TryReadTime(JsonElement value, out DateTime time)
    {
        time = default;
        return value.ValueKind is JsonValueKind.String
            && value.GetString() is [_, _, _, _, '-', _, _, '-', _, _, 'T' or ' ', ..] text
            && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out time);
    }

    /// <returns>False when the attribute is absent.</returns>
    bool Flag(string name)
    {
        if (!_attributes.TryGetValue(name, out var value))
            return false;
        var text = value.ValueKind switch
        {
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
        if (JsonApiInput.BooleanOf(text) is { } flag)
            return flag;
        Add(name, "invalid", "Must be a valid boolean.");
        return false;
    }

    /// <returns>Null when the attribute is absent or null.</returns>
    JsonElement? Optional(string name) =>
        _attributes.TryGetValue(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    /// <returns>Null when the attribute is absent or null, which is a fault.</returns>
    JsonElement? Needed(string name)
    {
        if (!_attributes.TryGetValue(name, out var value))
            Add(name, "required", "This field is required.");
        else if (value.ValueKind is JsonValueKind.Null)
            Add(name, "null", "This field may not be null.");
        else
            return value;
        return null;
    }

    void Add(string name, string code, string detail) => _errors.Add(JsonApiError.Attribute(name, code, detail));
}
