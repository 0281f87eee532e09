using System.Globalization;
using System.Text;
using System.Text.Json;
using Chs.Domain;

namespace Chs.Application.Responses;

/// <summary>
/// Reads JSON that anything may stand in, such as session data, and refuses elsewhere what a database, a download or
/// another programming language couldn't reproduce.
/// </summary>
public static class JsonText
{
    /// <summary>
    /// Deepest nesting that is accepted, also in session data: where many programs stop to read, and one session would
    /// make a whole page of them unreadable. The data of real experiments stay below 20.
    /// </summary>
    public const int MaximumDepth = 256;

    /// <summary>Options for reading what a player sent.</summary>
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaximumDepth };

    /// <summary>
    /// Checks one token: refuses U+0000, unpaired surrogates and numbers beyond the range of a double.
    /// </summary>
    /// <exception cref="UnacceptableJsonException">The token can't be stored.</exception>
    public static void Check(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueIsEscaped:
                CheckEscapes(reader.ValueSpan);
                break;
            // A short number without exponent always fits into a double.
            case JsonTokenType.Number
                when (reader.ValueSpan.Length > 300 || reader.ValueSpan.IndexOfAny((byte)'e', (byte)'E') >= 0)
                    && !(reader.TryGetDouble(out var number) && double.IsFinite(number)):
                throw new UnacceptableJsonException("A number is beyond what a double can hold.");
        }
    }

    /// <summary>Checks every token of a document.</summary>
    /// <exception cref="JsonException">The document isn't JSON, or nested too deeply.</exception>
    /// <exception cref="UnacceptableJsonException">A token can't be stored.</exception>
    public static void CheckAll(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document, ReaderOptions);
        while (reader.Read())
            Check(ref reader);
    }

    /// <summary>The text of a JSON string exactly, also with odd characters, which readers refuse or replace.</summary>
    /// <param name="escaped">What stands between the quotation marks of valid JSON.</param>
    public static string TextOf(ReadOnlySpan<byte> escaped)
    {
        var text = new StringBuilder(escaped.Length);
        while (escaped.IndexOf((byte)'\\') is >= 0 and var escape)
        {
            text.Append(Encoding.UTF8.GetString(escaped[..escape]));
            var unit = JsonEscape.UnitAt(escaped, escape);
            text.Append(unit ?? CharacterOf(escaped[escape + 1]));
            escaped = escaped[(escape + (unit is null ? 2 : JsonEscape.UnitLength))..];
        }

        return text.Append(Encoding.UTF8.GetString(escaped)).ToString();
    }

    /// <summary>The JSON string, with its quotation marks, of a text that may hold odd characters.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or ' ')
                quoted.Append(character);
            else
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>The character for which a letter stands behind a backslash.</summary>
    static char CharacterOf(byte letter) =>
        letter switch
        {
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            _ => (char)letter,
        };

    /// <summary>Looks for escaped NULs and unpaired surrogates.</summary>
    static void CheckEscapes(ReadOnlySpan<byte> text)
    {
        for (var at = 0; text[at..].IndexOf((byte)'\\') is >= 0 and var distance; )
        {
            at += distance;
            if (JsonEscape.UnitAt(text, at) == '\0')
                throw new UnacceptableJsonException("A text holds the character U+0000.");
            if (JsonEscape.IsHalfAt(text, at))
                throw new UnacceptableJsonException("A text holds half of a surrogate pair.");
            at += JsonEscape.LengthAt(text, at);
        }
    }
}

/// <summary>Thrown for JSON that is well-formed but can't be stored.</summary>
public sealed class UnacceptableJsonException(string message) : Exception(message);
