using System.Text.RegularExpressions;

namespace Chs.Domain.Builds;

/// <summary>Rules about the names of built files.</summary>
public static partial class FileNames
{
    /// <summary>Whether the name contains a hash of the content: <c>app-0a1b2c3d….js</c>, <c>chunk.143.0a1b2c3d4e5f.js</c>.</summary>
    /// <remarks>A hash must contain a digit, because words such as "defaced" consist of hex letters only.</remarks>
    public static bool IsFingerprinted(string path) =>
        Hash().Matches(path).Any(match => match.Groups["hash"].ValueSpan.ContainsAnyInRange('0', '9'));

    /// <summary>Normalises a relative path with slashes, and refuses one that leads out of its folder.</summary>
    /// <returns>The path as it is stored; null when it is refused.</returns>
    public static string? NormalizeRelativePath(string name)
    {
        if (name.Length == 0 || name[0] == '/' || name.Contains('\\') || name.Any(char.IsControl))
            return null;
        var parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        if (parts.Length == 0 || parts.Contains("..") || parts[0].Contains(':'))
            return null;
        return string.Join('/', parts);
    }

    [GeneratedRegex(
        @"[-.](?<hash>[0-9a-f]{8,64})\.[^/]+$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Hash();
}
