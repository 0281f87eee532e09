using AngleSharp.Html.Parser.Tokens;
using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>Checks the <c>index.html</c> of a build: every file that it loads from this site must exist.</summary>
public static class BuiltPage
{
    public const string Name = "index.html";

    /// <summary>The kinds of link that load a file, among those that only name one.</summary>
    static readonly string[] LoadingLinks = ["stylesheet", "icon", "modulepreload", "preload", "manifest"];

    /// <summary>
    /// Looks for missing files. This also catches a build script that succeeds without having built anything.
    /// </summary>
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

    /// <summary>
    /// The addresses of the scripts, styles, icons and pictures that a page loads, without query and fragment.
    /// </summary>
    static IEnumerable<string> Addresses(string html) =>
        from tag in PageTags.Read(html)
        let address = AddressIn(tag)
        where address is not null
        let path = address.Split('?', '#')[0].Trim()
        where path.Length > 0 && path != "/"
        select path;

    static string? AddressIn(HtmlTagToken tag) =>
        tag.Name switch
        {
            "script" or "img" => tag.GetAttribute("src"),
            "link" when IsLoading(tag) => tag.GetAttribute("href"),
            _ => null,
        };

    static bool IsLoading(HtmlTagToken link)
    {
        var relations = link.GetAttribute("rel").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return relations.Intersect(LoadingLinks, StringComparer.OrdinalIgnoreCase).Any();
    }
}
