namespace Chs.Domain;

/// <summary>Characters that look like nothing, or like others, and that come in when texts are copied together.</summary>
public static class StrayCharacter
{
    /// <returns>What such a character is and what to do about it; null when none stands there.</returns>
    public static string? Describe(string text, int index) =>
        char.IsSurrogate(text[index]) && OddCharacters.IsOdd(text, index)
            ? DescribeHalf(text[index])
            : Describe(text[index]);

    /// <param name="half">A surrogate whose other half is missing.</param>
    public static string DescribeHalf(char half) =>
        $"Half of a character (a lone surrogate, {CodeOf(half)}) stands here: take it out, or write the whole one.";

    static string? Describe(char character) =>
        character switch
        {
            '\0' => "A NUL character (U+0000) stands here: take it out.",
            ByteOrderMark.Character => "A byte order mark (U+FEFF), which can't be seen, stands here: take it out.",
            '\u00A0' or '\u2007' or '\u202F' =>
                $"A no-break space ({CodeOf(character)}) stands here: write a plain one.",
            '\u200B' or '\u200C' or '\u200D' or '\u2060' =>
                $"A character without width ({CodeOf(character)}), which can't be seen, stands here: take it out.",
            '\u2028' or '\u2029' => $"A line separator ({CodeOf(character)}) stands here: break the line with Enter.",
            '\u201C' or '\u201D' or '\u201E' or '\u00AB' or '\u00BB' =>
                $"A typographic quote ({character}) stands here: write a straight one (\").",
            '\u2018' or '\u2019' or '\u201A' =>
                $"A typographic quote ({character}) stands here: write a straight one (' or \").",
            '\t' or '\n' or '\r' => null,
            _ when char.IsControl(character) => $"A control character ({CodeOf(character)}) stands here: take it out.",
            _ => null,
        };

    static string CodeOf(char character) => $"U+{(int)character:X4}";
}
