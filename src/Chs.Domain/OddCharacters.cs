using System.Text;

namespace Chs.Domain;

/// <summary>
/// What JSON can hold and most texts can't: U+0000, which PostgreSQL doesn't store, and half of a surrogate pair, which
/// UTF-8 doesn't encode. Session data keep them as they were sent; whatever is taken out of the data holds U+FFFD instead.
/// </summary>
public static class OddCharacters
{
    /// <summary>Whether a text holds any.</summary>
    public static bool AreIn(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsOdd(text, i))
                return true;
            if (char.IsHighSurrogate(text[i]))
                i++;
        }

        return false;
    }

    /// <summary>Whether the character is U+0000 or a surrogate without its other half.</summary>
    public static bool IsOdd(ReadOnlySpan<char> text, int index)
    {
        var character = text[index];
        if (char.IsHighSurrogate(character))
            return index + 1 >= text.Length || !char.IsLowSurrogate(text[index + 1]);
        if (char.IsLowSurrogate(character))
            return index == 0 || !char.IsHighSurrogate(text[index - 1]);
        return character == '\0';
    }

    /// <summary>The text with U+FFFD in their place.</summary>
    public static string Replace(string text)
    {
        if (!AreIn(text))
            return text;
        var replaced = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            replaced.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return replaced.ToString();
    }

    /// <summary>
    /// The JSON with <c>\ufffd</c> in the place of their escapes, so that every reader can read it. It is as long as before,
    /// and each token stands where it stood.
    /// </summary>
    /// <param name="json">UTF-8. What isn't JSON stays what isn't JSON.</param>
    /// <returns>The same memory where there are none.</returns>
    public static ReadOnlyMemory<byte> ReplaceEscapes(ReadOnlyMemory<byte> json)
    {
        byte[]? replaced = null;
        var text = json.Span;
        for (var at = 0; at < text.Length && text[at..].IndexOf((byte)'\\') is >= 0 and var distance; )
        {
            at += distance;
            if (JsonEscape.UnitAt(text, at) == '\0' || JsonEscape.IsHalfAt(text, at))
            {
                replaced ??= json.ToArray();
                """\ufffd"""u8.CopyTo(replaced.AsSpan(at));
            }

            at += JsonEscape.LengthAt(text, at);
        }

        return replaced ?? json;
    }
}
