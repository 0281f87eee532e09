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
        // Families open the page at an address below the files'.
        var page = new Uri($"{Host}{home}child/");
        List<string> missing = [];
        foreach (var tag in PageTags.Read(html))
        {
            if (tag.Name == "base" && Uri.TryCreate(page, tag.GetAttribute("href"), out var changed))
                page = changed;
            var (address, isNeeded) = ReferenceIn(tag);
            if (string.IsNullOrWhiteSpace(address) || FindProblem(address.Trim(), page, home, paths) is not { } problem)
                continue;
            if (isNeeded)
                return new PageFindings($"index.html loads '{address}', which {problem}", null);
            // Icons are served at the root of the host, too.
            if (!paths.Contains(address.Trim().TrimStart('/')))
                missing.Add(address);
        }

        return new PageFindings(null, missing is [] ? null : Describe(missing));
    }

    /// <returns>
    /// What is wrong with an address, as the end of a sentence; null when the file is there, or on another host.
    /// </returns>
    static string? FindProblem(string address, Uri page, string home, IReadOnlySet<string> paths)
    {
        if (!Uri.TryCreate(page, address, out var url))
            return "is no address.";
        if (!url.AbsoluteUri.StartsWith(Host + "/", StringComparison.Ordinal))
            return null;
        if (!url.AbsolutePath.StartsWith(home, StringComparison.Ordinal))
            return $"isn't below {home}: was the prefix that the build got used?";
        var path = Uri.UnescapeDataString(url.AbsolutePath[home.Length..]);
        return path.Length == 0 || paths.Contains(path) ? null : "the build didn't make.";
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
