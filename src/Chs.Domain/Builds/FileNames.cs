using System.Text.RegularExpressions;

namespace Chs.Domain.Builds;

/// <summary>What names of files say.</summary>
public static partial class FileNames
{
    /// <summary>Whether the name carries a hash of the content: <c>app-0a1b2c3d….js</c>, <c>chunk.143.0a1b2c3d4e5f.js</c>. Words such as "defaced" have no digit.</summary>
    public static bool IsFingerprinted(string path) =>
        Hash().Matches(path).Any(match => match.Groups["hash"].ValueSpan.ContainsAnyInRange('0', '9'));

    /// <summary>A path below a folder: relative, with slashes, without ways out of it.</summary>
    /// <returns>The path as it is stored, or null when it leads elsewhere.</returns>
    public static string? Below(string name)
    {
        if (name.Length == 0 || name[0] == '/' || name.Contains('\\') || name.Any(char.IsControl))
            return null;
        var parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        return parts.Length == 0 || parts.Contains("..") || parts[0].Contains(':') ? null : string.Join('/', parts);
    }

    [GeneratedRegex(
        @"[-.](?<hash>[0-9a-f]{8,64})\.[^/]+$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Hash();
}
