using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Chs.Application.Responses;
using Chs.Domain;

namespace Chs.Api.JsonApi;

/// <summary>How documents that clients send are read, whatever resource they hold.</summary>
static class JsonApiInput
{
    /// <summary>Of a larger document only the place of the fault is told.</summary>
    const int MaximumReadAgain = 1024 * 1024;

    /// <summary>Reads a small document as a tree.</summary>
    /// <param name="read">Reads the document's member <c>data</c>, which is an object.</param>
    public static JsonApiParsed<T> Read<T>(ReadOnlyMemory<byte> body, Func<JsonElement, JsonApiParsed<T>> read)
        where T : class
    {
        if (!Utf8.IsValid(body.Span))
            return JsonApiError.NotUtf8;
        try
        {
            JsonText.CheckAll(body.Span);
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = JsonText.MaximumDepth });
            return Member(document.RootElement, "data") is { ValueKind: JsonValueKind.Object } data
                ? read(data)
                : JsonApiError.NoData;
        }
        catch (Exception failure) when (failure is JsonException or UnacceptableJsonException)
        {
            return JsonApiError.Unparsable(WhyUnreadable(body.Span, failure));
        }
    }

    /// <summary>Why a document can't be read, in the words of somebody who wrote it.</summary>
    public static string WhyUnreadable(ReadOnlySpan<byte> body, Exception failure)
    {
        if (failure is UnacceptableJsonException)
            return failure.Message;
        if (body.StartsWith(Encoding.UTF8.Preamble))
            return "a byte order mark stands before the document";
        if (body.Length <= MaximumReadAgain && JsonFault.Of(body) is { } fault)
            return fault.Sentence;
        return failure is JsonException { LineNumber: { } line, BytePositionInLine: { } position }
            ? $"see line {line + 1}, byte {position + 1}"
            : "the document is nested too deeply";
    }

    /// <returns>Null when the element is no object or has no such member.</returns>
    public static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var value)
            ? value
            : null;

    /// <returns>Null when there is no such member or it isn't a string.</returns>
    public static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <returns>Id in a resource identifier of the resource's relationships, as it was sent; null when there is none.</returns>
    public static JsonElement? RelatedId(JsonElement data, string relationship) =>
        Member(Member(Member(Member(data, "relationships"), relationship), "data"), "id");

    /// <summary><c>exp-data</c> and <c>expData</c> are <c>exp_data</c>.</summary>
    public static string Underscored(string name)
    {
        if (!name.Any(c => c is '-' || char.IsAsciiLetterUpper(c)))
            return name;
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0 && text[^1] != '_')
                text.Append('_');
            text.Append(c is '-' ? '_' : char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    /// <summary>The words that the reference takes for true and false.</summary>
    /// <returns>Null when it is none of them.</returns>
    public static bool? BooleanOf(string text) =>
        text switch
        {
            "t" or "T" or "y" or "Y" or "1" => true,
            "yes" or "Yes" or "YES" => true,
            "true" or "True" or "TRUE" => true,
            "on" or "On" or "ON" => true,
            "f" or "F" or "n" or "N" or "0" => false,
            "no" or "No" or "NO" => false,
            "false" or "False" or "FALSE" => false,
            "off" or "Off" or "OFF" => false,
            _ => null,
        };
}
