namespace Chs.Domain;

/// <summary>What is wrong with a text that somebody wrote by hand, in their words, and where.</summary>
/// <param name="Message">A sentence.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">The character (UTF-16 unit) in the line, counted from 1.</param>
public sealed record TextFault(string Message, int Line, int Column)
{
    /// <summary>Message and place in one sentence.</summary>
    public string Sentence => $"Line {Line}, column {Column}: {Message}";

    /// <summary>A fault at a place of a text.</summary>
    public static TextFault At(string text, int position, string message)
    {
        var before = text.AsSpan(0, position);
        var lineStart = before.LastIndexOf('\n') + 1;
        return new TextFault(message, before.Count('\n') + 1, position - lineStart + 1);
    }
}
