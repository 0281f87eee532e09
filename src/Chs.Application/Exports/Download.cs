namespace Chs.Application.Exports;

/// <summary>A file that is written while it is sent, without being held in memory.</summary>
/// <param name="FileName">The name that browsers save it under.</param>
/// <param name="ContentType">Such as <c>text/csv; charset=utf-8</c>.</param>
/// <param name="WriteAsync">Writes the file to a stream.</param>
public sealed record Download(string FileName, string ContentType, Func<Stream, CancellationToken, Task> WriteAsync)
{
    /// <summary>
    /// A study's name as part of a file name: a hyphen for every character that is neither a letter nor a digit.
    /// </summary>
    internal static string NameOf(string studyName) =>
        string.Concat(studyName.Select(c => char.IsLetterOrDigit(c) ? c : '-'));
}
