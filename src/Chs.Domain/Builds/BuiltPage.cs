using System.Text.RegularExpressions;

namespace Chs.Domain.Builds;

/// <summary>Checks the <c>index.html</c> of a build: every file that it loads from this site must exist.</summary>
public static partial class BuiltPage
{
    public const string Name = "index.html";

    /// <summary>Looks for missing files. This also catches a build script that succeeds without having built anything.</summary>
    /// <param name="html">The text of the page.</param>
    /// <param name="home">Path of the address of the study's files, such as <c>/studies/uuid/</c>.</param>
    /// <param name="paths">Paths of all files of the build.</param>
    /// <returns>What is missing, for people; null when the page is complete.</returns>
    public static string? FindFault(string html, string home, IReadOnlySet<string> paths)
    {
        foreach (var address in Addresses(html))
        {
            // Addresses on other hosts, and data: URLs.
            if (address.StartsWith("//", StringComparison.Ordinal) || address.Contains(':', StringComparison.Ordinal))
                continue;
            var path = address.StartsWith(home, StringComparison.Ordinal) ? address[home.Length..] : address;
            if (path.StartsWith('/'))
                return $"index.html loads '{address}', which isn't below {home}: was the prefix that the build got used?";
            if (FileNames.NormalizeRelativePath(path) is not { } file || !paths.Contains(file))
                return $"index.html loads '{address}', which the build didn't make.";
        }

        return null;
    }

    /// <summary>The addresses of the scripts, styles, icons and pictures that a page loads, without query and fragment.</summary>
    static IEnumerable<string> Addresses(string html) =>
        from Match element in Element().Matches(Comment().Replace(html, ""))
        where element.Groups["name"].Value.ToLowerInvariant() != "link" || LoadingLink().IsMatch(element.Value)
        let attribute = Attribute().Match(element.Value)
        where attribute.Success
        let address = System
            .Net.WebUtility.HtmlDecode(attribute.Groups["value"].Value.Trim('"', '\''))
            .Split('?', '#')[0]
            .Trim()
        where address.Length > 0 && address != "/"
        select address;

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Comment();

    [GeneratedRegex(@"<(?<name>script|link|img)\s[^>]*>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Element();

    [GeneratedRegex(
        @"\srel\s*=\s*[""']?(?:stylesheet|icon|shortcut icon|modulepreload|preload|manifest)\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex LoadingLink();

    [GeneratedRegex(
        @"\s(?:src|href)\s*=\s*(?<value>""[^""]*""|'[^']*'|[^\s>]+)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Attribute();
}
