namespace Chs.Application.Exports;

/// <summary>A file that is written while it is sent: nothing of it is held in memory.</summary>
/// <param name="FileName">For Content-Disposition.</param>
/// <param name="ContentType">Such as <c>text/csv; charset=utf-8</c>.</param>
/// <param name="WriteAsync">Writes the whole file to a stream.</param>
public sealed record Download(string FileName, string ContentType, Func<Stream, CancellationToken, Task> WriteAsync)
{
    /// <summary>A study's name as downloads carry it: every character that is no letter and no digit is a hyphen.</summary>
    internal static string NameOf(string study) => string.Concat(study.Select(c => char.IsLetterOrDigit(c) ? c : '-'));
}
