using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chs.Api.V3;

/// <summary>
/// Writes instants as RFC 3339 in UTC with six decimals, such as <c>2026-03-01T09:30:00.000000Z</c>: as texts they sort
/// like instants, and what was just made has the same ones as when it is read later.
/// </summary>
/// <remarks>Finer digits are cut off, as they are when an instant is saved.</remarks>
sealed class InstantJsonConverter : JsonConverter<DateTimeOffset>
{
    const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[32];
        value.UtcDateTime.TryFormat(text, out var length, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
