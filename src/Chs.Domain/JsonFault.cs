using System.Text;

namespace Chs.Domain;

/// <summary>Where and why a text isn't JSON, in the words of somebody who writes it by hand.</summary>
/// <param name="Message">A sentence.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">The character (UTF-16 unit) in the line, counted from 1.</param>
public sealed record JsonFault(string Message, int Line, int Column)
{
    /// <summary>What stands at the beginning of files that some editors write.</summary>
    public const char ByteOrderMark = '\uFEFF';

    /// <summary>Message and place in one sentence.</summary>
    public string Sentence => $"Line {Line}, column {Column}: {Message}";

    /// <summary>Finds the first fault of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isLenient">Whether comments, and a comma after the last item, are fine.</param>
    /// <param name="allowsHalves">Whether halves of characters are fine, which JSON can hold and programs can't read.</param>
    /// <returns>Null when the text is JSON.</returns>
    public static JsonFault? Of(string text, bool isLenient = false, bool allowsHalves = true) =>
        new JsonFaultFinder(text, isLenient, allowsHalves).Find();

    /// <summary>Finds the first fault of a text in UTF-8.</summary>
    public static JsonFault? Of(ReadOnlySpan<byte> text) => Of(Encoding.UTF8.GetString(text));

    /// <summary>The text without a byte order mark at its beginning.</summary>
    public static string WithoutMark(string text) => text.TrimStart(ByteOrderMark);

    /// <summary>A place in a text.</summary>
    public static JsonFault At(string text, int position, string message)
    {
        var before = text.AsSpan(0, position);
        var lineStart = before.LastIndexOf('\n') + 1;
        return new JsonFault(message, before.Count('\n') + 1, position - lineStart + 1);
    }
}
