using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chs.Application.Responses;

/// <summary>JSON that is passed on unchanged.</summary>
/// <param name="Text">JSON text.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct RawJson(string Text)
{
    sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return new RawJson(document.RootElement.GetRawText());
        }

        // The text was checked when it was received.
        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Text, skipInputValidation: true);
    }
}
