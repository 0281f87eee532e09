using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Chs.Domain;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Chs.Application.Studies;

/// <summary>Compares two versions of a part of a protocol, and names also what no line shows.</summary>
static class PartComparison
{
    static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <returns>Null when nothing differs.</returns>
    public static PartChanges? Of(string part, string before, string after)
    {
        if (before == after)
            return null;
        var isJson = part == ProtocolParts.Structure;
        var (shownBefore, shownAfter) = isJson
            ? (Indent(before), Indent(after))
            : (ByteOrderMark.TrimFrom(before), ByteOrderMark.TrimFrom(after));
        var lines = LinesOf(shownBefore, shownAfter);
        var unseen = UnseenIn(before, after);
        var isSameJson = isJson && shownBefore == shownAfter;
        if (isSameJson && (unseen is [] || Remainder(before) != Remainder(after)))
            unseen.Add(Bare(before) == Bare(after) ? UnseenChange.Layout : UnseenChange.Notation);
        return new PartChanges(part, lines, unseen)
        {
            IsWhiteSpaceOnly =
                lines.TrueForAll(line => line.IsWhiteSpaceOnly) && (!isJson || Bare(before) == Bare(after)),
        };
    }

    static List<UnseenChange> UnseenIn(string before, string after)
    {
        List<UnseenChange> unseen = [];
        if (before.StartsWith(ByteOrderMark.Character) != after.StartsWith(ByteOrderMark.Character))
            unseen.Add(UnseenChange.ByteOrderMark);
        var (ends, endsBefore) = (LineEndsOf(after), LineEndsOf(before));
        // A text of one line has none that could differ.
        if (ends.Count > 0 && endsBefore.Count > 0 && !ends.SetEquals(endsBefore))
            unseen.Add(UnseenChange.LineEnds);
        if (before.EndsWith('\n') != after.EndsWith('\n'))
            unseen.Add(UnseenChange.FinalLineEnd);
        return unseen;
    }

    /// <summary>The text without that by which <see cref="UnseenIn"/> tells texts apart.</summary>
    static string Remainder(string text)
    {
        var remainder = ByteOrderMark.TrimFrom(text).ReplaceLineEndings("\n");
        return remainder.EndsWith('\n') ? remainder[..^1] : remainder;
    }

    /// <summary>The ways in which the lines of a text end.</summary>
    static HashSet<string> LineEndsOf(string text)
    {
        HashSet<string> ends = [];
        for (var i = text.IndexOfAny(['\r', '\n']); i >= 0; i = NextEnd(text, i))
            ends.Add(text[i] is '\r' && i + 1 < text.Length && text[i + 1] is '\n' ? "\r\n" : text[i].ToString());
        return ends;
    }

    static int NextEnd(string text, int end)
    {
        var next = text[end] is '\r' && end + 1 < text.Length && text[end + 1] is '\n' ? end + 2 : end + 1;
        return text.IndexOfAny(['\r', '\n'], next);
    }

    /// <summary>JSON without white space and without a byte order mark.</summary>
    static string Bare(string json) => string.Concat(ByteOrderMark.TrimFrom(json).Where(c => !char.IsWhiteSpace(c)));

    /// <summary>The words of a line with one space between them: <c>let a</c> isn't <c>leta</c>.</summary>
    static string WordsOf(string line)
    {
        var spaced = string.Concat(line.Select(c => IsSpace(c) ? ' ' : c));
        return string.Join(' ', spaced.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Not of U+2028 and U+2029, at which a line of JavaScript ends, and a comment with it.</summary>
    static bool IsSpace(char character) =>
        character is '\t' or '\v' or '\f' || char.GetUnicodeCategory(character) is UnicodeCategory.SpaceSeparator;

    /// <summary>Puts each member on a line of its own: many protocols are one long line, which any change would change.</summary>
    static string Indent(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(ByteOrderMark.TrimFrom(json));
            return JsonSerializer.Serialize(document.RootElement, Indented);
        }
        // The second: half of a character.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return json;
        }
    }

    static List<ChangedLine> LinesOf(string before, string after)
    {
        List<ChangedLine> changed = [];
        List<DiffPiece> together = [];
        foreach (var line in InlineDiffBuilder.Diff(before, after, ignoreWhiteSpace: false).Lines)
        {
            if (line.Type is ChangeType.Inserted or ChangeType.Deleted)
            {
                together.Add(line);
                continue;
            }

            changed.AddRange(ChangesOf(together));
            together.Clear();
        }

        changed.AddRange(ChangesOf(together));
        return changed;
    }

    /// <summary>The changes of lines that follow each other.</summary>
    static IEnumerable<ChangedLine> ChangesOf(List<DiffPiece> together)
    {
        var withOtherWords = WithOtherWords(together);
        foreach (var line in together)
        {
            var change = line.Type is ChangeType.Inserted ? LineChange.Added : LineChange.Removed;
            yield return new ChangedLine(change, line.Position, line.Text)
            {
                IsWhiteSpaceOnly = !withOtherWords.Contains(line),
            };
        }
    }

    /// <summary>
    /// Those that aren't empty and for which the other version has no line of the same words. One line stands for one:
    /// of two equal calls that became one, one is gone.
    /// </summary>
    static HashSet<DiffPiece> WithOtherWords(List<DiffPiece> together)
    {
        var removed = WithWords(together, ChangeType.Deleted);
        var added = WithWords(together, ChangeType.Inserted);
        // Two lines of the same text are two lines.
        HashSet<DiffPiece> others = new(ReferenceEqualityComparer.Instance);
        foreach (var block in Differ.Instance.CreateLineDiffs(WordsOf(removed), WordsOf(added), false).DiffBlocks)
        {
            others.UnionWith(removed.GetRange(block.DeleteStartA, block.DeleteCountA));
            others.UnionWith(added.GetRange(block.InsertStartB, block.InsertCountB));
        }

        return others;
    }

    static List<DiffPiece> WithWords(List<DiffPiece> together, ChangeType type) =>
        together.FindAll(line => line.Type == type && WordsOf(line.Text).Length > 0);

    static string WordsOf(List<DiffPiece> lines) => string.Join('\n', lines.Select(line => WordsOf(line.Text)));
}

/// <summary>What changed in one part of a protocol.</summary>
/// <param name="Part">Such as <c>experiment</c>; a structure is compared as indented JSON.</param>
/// <param name="Lines">The changed lines in order. Empty where only what <c>unseen</c> names changed.</param>
/// <param name="Unseen">Changes that lines don't show.</param>
public sealed record PartChanges(string Part, IReadOnlyList<ChangedLine> Lines, IReadOnlyList<UnseenChange> Unseen)
{
    /// <summary>
    /// Whether only white space differs: indentation, spaces between words, empty lines, line ends. Within quotes and
    /// templates it may matter all the same. Lines that were joined or divided count as changed, because with a line a
    /// comment ends, and sometimes a statement.
    /// </summary>
    public required bool IsWhiteSpaceOnly { get; init; }
}

/// <summary>A line that only one of two versions has.</summary>
/// <param name="Change">Whether it was added or removed.</param>
/// <param name="Number">Its number in the later version; null for removed lines.</param>
/// <param name="Text">The line's text.</param>
public sealed record ChangedLine(LineChange Change, int? Number, string Text)
{
    /// <summary>
    /// Whether it is empty, or has the same words as a line of the other version, with other white space around them.
    /// </summary>
    public required bool IsWhiteSpaceOnly { get; init; }
}

/// <summary>Whether a line was added or removed.</summary>
public enum LineChange
{
    Added = 1,
    Removed,
}

/// <summary>A change of a text that its lines don't show.</summary>
public enum UnseenChange
{
    /// <summary>Only one of the versions begins with a byte order mark.</summary>
    ByteOrderMark = 1,

    /// <summary>Lines end otherwise: as on Windows (CR LF), as elsewhere (LF), or in both ways.</summary>
    LineEnds,

    /// <summary>Only one of the versions ends its last line.</summary>
    FinalLineEnd,

    /// <summary>A structure's white space outside of its texts.</summary>
    Layout,

    /// <summary>A structure says the same in other characters, such as <c>\u00e9</c> for é.</summary>
    Notation,
}
