using System.Buffers;
using System.Globalization;
using System.Text;

namespace Chs.Application.Exports;

/// <summary>Texts as a spreadsheet can show them.</summary>
static class SpreadsheetText
{
    /// <summary>Characters of a cell. Excel continues a longer one on another row, and the table is torn.</summary>
    public const int Longest = 32_767;

    /// <summary>With the wide forms, which Excel takes as the narrow ones where these are common.</summary>
    static readonly SearchValues<char> BeginningsOfFormulas = SearchValues.Create("=+-@＝＋－＠");

    /// <summary>
    /// Where a cell or a row can begin within a text: Excel splits the file at semicolons where they are its list separator,
    /// and then the quotes around a text hold nothing together. Commas do no harm, as the quotes count where they separate.
    /// </summary>
    static readonly SearchValues<char> Separators = SearchValues.Create(";\t\r\n");

    /// <summary>
    /// Puts an apostrophe before what would be run as a formula, also behind blanks, which spreadsheets pass over, and where
    /// a spreadsheet could split the text. A text that looks like a negative number gets it, too: only a number that the
    /// study sent as one surely is no formula.
    /// </summary>
    public static string Of(string text)
    {
        var begins = text is ['\t' or '\r' or '\n', ..] || IsFormula(text);
        var harmless = WithHarmlessParts(begins ? $"'{text}" : text);
        return harmless.Length <= Longest ? harmless : Cut(harmless, text.Length);
    }

    static string WithHarmlessParts(string text)
    {
        var next = text.AsSpan().IndexOfAny(Separators);
        if (next < 0)
            return text;
        var harmless = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (next >= 0)
        {
            harmless.Append(rest[..(next + 1)]);
            rest = rest[(next + 1)..];
            if (IsFormula(rest))
                harmless.Append('\'');
            next = rest.IndexOfAny(Separators);
        }

        return harmless.Append(rest).ToString();
    }

    /// <summary>Whether a formula begins here. A separator on the way ends the look: what follows it is looked at by itself.</summary>
    static bool IsFormula(ReadOnlySpan<char> text)
    {
        var first = 0;
        while (first < text.Length && IsPassedOver(text[first]) && !Separators.Contains(text[first]))
            first++;
        return first < text.Length && BeginningsOfFormulas.Contains(text[first]);
    }

    /// <summary>Blanks, what can't be seen, and quotes, which may enclose a cell.</summary>
    static bool IsPassedOver(char character) =>
        character is '"'
        || char.IsWhiteSpace(character)
        || char.IsControl(character)
        || char.GetUnicodeCategory(character) is UnicodeCategory.Format;

    /// <param name="length">Characters of the text as it was sent.</param>
    static string Cut(string text, int length)
    {
        var note = $" … ({length} characters: see the exact file)";
        var end = Longest - note.Length;
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        return text[..end] + note;
    }
}
