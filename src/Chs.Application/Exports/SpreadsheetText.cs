using System.Buffers;
using System.Globalization;

namespace Chs.Application.Exports;

/// <summary>Texts as a spreadsheet can show them.</summary>
static class SpreadsheetText
{
    /// <summary>Characters of a cell. Excel continues a longer one on another row, and the table is torn.</summary>
    public const int Longest = 32_767;

    /// <summary>With the wide forms, which Excel takes as the narrow ones where these are common.</summary>
    static readonly SearchValues<char> BeginningsOfFormulas = SearchValues.Create("=+-@＝＋－＠");

    /// <summary>
    /// Puts an apostrophe before what would be run as a formula, also behind blanks, which spreadsheets pass over. A text
    /// that looks like a negative number gets it, too: only a number that the study sent as one surely is no formula.
    /// </summary>
    public static string Of(string text)
    {
        var harmless = IsFormula(text) ? $"'{text}" : text;
        return harmless.Length <= Longest ? harmless : Cut(harmless, text.Length);
    }

    static bool IsFormula(string text)
    {
        if (text is ['\t' or '\r' or '\n', ..])
            return true;
        var first = 0;
        while (first < text.Length && IsPassedOver(text[first]))
            first++;
        return first < text.Length && BeginningsOfFormulas.Contains(text[first]);
    }

    static bool IsPassedOver(char character) =>
        char.IsWhiteSpace(character)
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
