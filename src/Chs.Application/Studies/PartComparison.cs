using System.Text.Encodings.Web;
using System.Text.Json;
using Chs.Domain;
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
        var lines = isJson ? LinesOf(Indent(before), Indent(after)) : LinesOf(before, after);
        return new PartChanges(part, lines, [.. UnseenIn(before, after, isJson)])
        {
            IsWhiteSpaceOnly = Bare(before) == Bare(after),
        };
    }

    static IEnumerable<UnseenChange> UnseenIn(string before, string after, bool isJson)
    {
        if (before.StartsWith(JsonFault.ByteOrderMark) != after.StartsWith(JsonFault.ByteOrderMark))
            yield return UnseenChange.ByteOrderMark;
        var (ends, endsBefore) = (LineEndsOf(after), LineEndsOf(before));
        // A text of one line has none that could differ.
        if (ends.Count > 0 && endsBefore.Count > 0 && !ends.SetEquals(endsBefore))
            yield return UnseenChange.LineEnds;
        if (before.EndsWith('\n') != after.EndsWith('\n'))
            yield return UnseenChange.FinalLineEnd;
        if (!isJson || Indent(before) != Indent(after))
            yield break;
        yield return Bare(before) == Bare(after) ? UnseenChange.Layout : UnseenChange.Notation;
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

    /// <summary>The text without white space and without a byte order mark.</summary>
    static string Bare(string text) =>
        string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not JsonFault.ByteOrderMark));

    /// <summary>Puts each member on a line of its own: many protocols are one long line, which any change would change.</summary>
    static string Indent(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(JsonFault.WithoutMark(json));
            return JsonSerializer.Serialize(document.RootElement, Indented);
        }
        // The second: half of a surrogate pair.
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

    /// <summary>The changes of lines that follow each other. A line that was removed may have come back with other white space.</summary>
    static IEnumerable<ChangedLine> ChangesOf(List<DiffPiece> together)
    {
        var added = BareLinesOf(together, ChangeType.Inserted);
        var removed = BareLinesOf(together, ChangeType.Deleted);
        foreach (var line in together.ToList())
        {
            var isAdded = line.Type is ChangeType.Inserted;
            var bare = Bare(line.Text);
            yield return new ChangedLine(isAdded ? LineChange.Added : LineChange.Removed, line.Position, line.Text)
            {
                IsWhiteSpaceOnly = bare.Length == 0 || (isAdded ? removed : added).Contains(bare),
            };
        }
    }

    static HashSet<string> BareLinesOf(List<DiffPiece> together, ChangeType type) =>
        together.Where(line => line.Type == type).Select(line => Bare(line.Text)).ToHashSet();
}

/// <summary>What changed in one part of a protocol.</summary>
/// <param name="Part">Such as <c>experiment</c>; a structure is compared as indented JSON.</param>
/// <param name="Lines">The changed lines in order. Empty where only what <c>unseen</c> names changed.</param>
/// <param name="Unseen">Changes that lines don't show.</param>
public sealed record PartChanges(string Part, IReadOnlyList<ChangedLine> Lines, IReadOnlyList<UnseenChange> Unseen)
{
    /// <summary>
    /// Whether only white space differs: indentation, empty lines, line ends. Within quotes it may matter all the same.
    /// </summary>
    public required bool IsWhiteSpaceOnly { get; init; }
}

/// <summary>A line that only one of two versions has.</summary>
/// <param name="Change">Whether it was added or removed.</param>
/// <param name="Number">Its number in the later version; null for removed lines.</param>
/// <param name="Text">The line's text.</param>
public sealed record ChangedLine(LineChange Change, int? Number, string Text)
{
    /// <summary>Whether it is empty, or is a line of the other version with other white space.</summary>
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
