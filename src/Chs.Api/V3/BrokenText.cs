using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Chs.Domain;

namespace Chs.Api.V3;

/// <summary>
/// Finds what keeps a text in JSON from being read: half of a character, as it is left where an emoji is cut, and bytes of
/// another encoding than UTF-8.
/// </summary>
static class BrokenText
{
    /// <summary>Finds the first such place in a text that is a value.</summary>
    /// <returns>Its place in the text, not in the JSON around it; null: there is none, or the value is no text.</returns>
    public static TextFault? In(JsonElement value) =>
        value.ValueKind is JsonValueKind.String ? Find(JsonMarshal.GetRawUtf8Value(value)[1..^1]) : null;

    /// <summary>Finds the first byte of a whole JSON text that isn't UTF-8.</summary>
    public static TextFault? InBytes(ReadOnlySpan<byte> json)
    {
        for (var at = 0; at < json.Length; )
        {
            if (Rune.DecodeFromUtf8(json[at..], out _, out var length) is not OperationStatus.Done)
                return NotUtf8(Encoding.UTF8.GetString(json[..at]), json[at]);
            at += length;
        }

        return null;
    }

    /// <param name="written">The text as JSON writes it, without its quotes.</param>
    static TextFault? Find(ReadOnlySpan<byte> written)
    {
        var text = new StringBuilder(written.Length);
        for (var at = 0; at < written.Length; )
        {
            if (written[at] is (byte)'\\')
            {
                text.Append(Escaped(written[at..], out var escape));
                at += escape;
                continue;
            }

            if (Rune.DecodeFromUtf8(written[at..], out var rune, out var length) is not OperationStatus.Done)
                return NotUtf8(text.ToString(), written[at]);
            text.Append(rune.ToString());
            at += length;
        }

        return HalfIn(text.ToString());
    }

    /// <param name="length">Bytes of the escape.</param>
    static char Escaped(ReadOnlySpan<byte> escape, out int length)
    {
        if (escape[1] is (byte)'u')
        {
            length = 6;
            return (char)ushort.Parse(escape[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }

        length = 2;
        // The others stand for one character that doesn't end a line.
        return escape[1] is (byte)'n' ? '\n' : (char)escape[1];
    }

    static TextFault? HalfIn(string text)
    {
        for (var at = 0; at < text.Length; )
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out _, out var length) is not OperationStatus.Done)
                return TextFault.At(text, at, StrayCharacter.DescribeHalf(text[at]));
            at += length;
        }

        return null;
    }

    static TextFault NotUtf8(string before, byte found) =>
        TextFault.At(
            before,
            before.Length,
            $"A byte that isn't UTF-8 (0x{found:X2}) stands here: save the text as UTF-8."
        );
}
