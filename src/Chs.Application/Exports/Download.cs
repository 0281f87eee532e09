using System.Text;

namespace Chs.Application.Exports;

/// <summary>A file that is written while it is sent, without being held in memory.</summary>
/// <param name="FileName">The name that browsers save it under.</param>
/// <param name="ContentType">Such as <c>text/csv; charset=utf-8</c>.</param>
/// <param name="WriteAsync">Writes the file to a stream.</param>
public sealed record Download(string FileName, string ContentType, Func<Stream, CancellationToken, Task> WriteAsync)
{
    /// <summary>File systems take 255 bytes, Excel takes fewer, and more than the study's name goes into a file's.</summary>
    const int LongestName = 120;

    /// <summary>
    /// A study's name as part of a file name: a hyphen for every character that is neither a letter nor a digit, and only
    /// as much of it as fits.
    /// </summary>
    internal static string NameOf(string studyName)
    {
        var name = string.Concat(studyName.Select(c => char.IsLetterOrDigit(c) ? c : '-'));
        var length = name.Length;
        while (Encoding.UTF8.GetByteCount(name.AsSpan(0, length)) > LongestName)
            length--;
        return name[..length];
    }
}
