using AngleSharp.Html.Parser.Tokens;

namespace Chs.Application.Builds;

/// <summary>
/// Checks the <c>index.html</c> of a build. The scripts and style sheets that it loads from here decide whether families
/// can play, so these must exist; its icons, manifests and pictures may be missing, as the frameplayer's are.
/// </summary>
public static class BuiltPage
{
    public const string Name = "index.html";

    /// <summary>The kinds of link without which a page works as well.</summary>
    static readonly string[] OptionalLinks =
    [
        "icon",
        "apple-touch-icon",
        "apple-touch-startup-image",
        "mask-icon",
        "manifest",
        "preload",
        "prefetch",
    ];

    /// <summary>Where the page is, as its addresses see it; the host is no matter.</summary>
    const string Host = "http://page.invalid";

    /// <summary>
    /// Looks for missing files. This also catches a build script that succeeds without having built anything.
    /// </summary>
    /// <param name="html">The text of the page.</param>
    /// <param name="home">Path of the address of the study's files, such as <c>/studies/uuid/</c>.</param>
    /// <param name="paths">Paths of all files of the build.</param>
    public static PageFindings Check(string html, string home, IReadOnlySet<string> paths)
    {
        // The page of participation is below the files' address, and that of previews is elsewhere.
        Uri[] places = [new($"{Host}{home}child/"), new($"{Host}/exp{home}child/preview/")];
        var hasBase = false;
        List<string> missing = [];
        foreach (var tag in PageTags.Read(html))
        {
            // Browsers take the first base that has an address.
            if (!hasBase && tag.Name == "base" && tag.GetAttribute("href") is { Length: > 0 } href)
            {
                hasBase = true;
                places = [.. places.Select(place => Resolve(place, href) ?? place)];
            }

            var (reference, isNeeded) = ReferenceIn(tag);
            if (reference?.Trim() is not { Length: > 0 } address)
                continue;
            var problems = places.Select(place => FindProblem(Resolve(place, address), home, paths, isNeeded));
            if (problems.FirstOrDefault(found => found is not null) is not { } problem)
                continue;
            if (isNeeded)
                return new PageFindings($"index.html loads '{address}', which {problem}", null);
            missing.Add(address);
        }

        return new PageFindings(null, missing is [] ? null : Describe(missing));
    }

    static Uri? Resolve(Uri page, string address) => Uri.TryCreate(page, address, out var url) ? url : null;

    /// <returns>
    /// What is wrong with an address, as the end of a sentence; null when the file is there, or on another host.
    /// </returns>
    static string? FindProblem(Uri? url, string home, IReadOnlySet<string> paths, bool isNeeded)
    {
        if (url is null)
            return "is no address.";
        if (!url.AbsoluteUri.StartsWith(Host + "/", StringComparison.Ordinal))
            return null;
        var path = Uri.UnescapeDataString(url.AbsolutePath);
        // Icons are served at the root of the host, too.
        var isAtRoot = path.LastIndexOf('/') == 0;
        if (!isNeeded && isAtRoot && (path == "/" || paths.Contains(path[1..])))
            return null;
        if (!path.StartsWith(home, StringComparison.Ordinal))
            return $"isn't below {home}: was the prefix that the build got used, at the beginning of the address?";
        return path == home || paths.Contains(path[home.Length..]) ? null : "the build didn't make.";
    }

    static string Describe(List<string> missing)
    {
        var first = missing[0];
        return missing.Count == 1
            ? $"index.html names '{first}', which isn't among the study's files. Nothing else depends on it."
            : $"index.html names {missing.Count} icons, pictures and the like that aren't among the study's files, "
                + $"such as '{first}'. Nothing else depends on them.";
    }

    static (string? Address, bool IsNeeded) ReferenceIn(HtmlTagToken tag) =>
        tag.Name switch
        {
            "script" when IsProgram(tag) => (tag.GetAttribute("src"), true),
            "img" => (tag.GetAttribute("src"), false),
            "link" when IsOf(tag, "stylesheet", "modulepreload") => (tag.GetAttribute("href"), true),
            "link" when IsOf(tag, OptionalLinks) => (tag.GetAttribute("href"), false),
            _ => (null, false),
        };

    /// <summary>Browsers load scripts of these types only; anything else is data.</summary>
    static bool IsProgram(HtmlTagToken script)
    {
        var type = script.GetAttribute("type").Trim();
        return type.Length == 0
            || type.Equals("module", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("javascript", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("ecmascript", StringComparison.OrdinalIgnoreCase);
    }

    static bool IsOf(HtmlTagToken link, params string[] kinds)
    {
        var relations = link.GetAttribute("rel").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return relations.Intersect(kinds, StringComparer.OrdinalIgnoreCase).Any();
    }
}

/// <summary>What was found out about the page of a build, for people.</summary>
/// <param name="Fault">Why families couldn't play it; null: they could.</param>
/// <param name="Oddity">What is odd and harms nobody; null: nothing.</param>
public sealed record PageFindings(string? Fault, string? Oddity);
