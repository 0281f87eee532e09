using System.Text.RegularExpressions;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>docs/error-codes.md.</summary>
public class ErrorCodesPage_
{
    /// <summary>Codes that only the v1/v2 contract can answer.</summary>
    static readonly string[] OfJsonApi =
    [
        "resource.not_found",
        "feedback.not_found",
        "user.not_found",
        "demographics.not_found",
        "video.pipe_name_taken",
        "response.of_another",
    ];

    [Fact]
    public void Lists_exactly_the_codes_that_are_answered()
    {
        var answered = CodesInSource().Except(OfJsonApi).ToHashSet();
        var page = File.ReadLines(Repository.File("docs/error-codes.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Captures(line.Split('|')[1], "`([a-z_.]+)`"))
            .ToHashSet();
        Assert.NotEmpty(answered);
        Assert.Equal(answered.Order(), page.Order());
    }

    static IEnumerable<string> CodesInSource()
    {
        var files = Directory
            .EnumerateFiles(Repository.File("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal));
        var source = string.Concat(files.Select(File.ReadAllText));
        const string literals =
            """(?:Error\.(?:Conflict|TooMany)\(|new(?: Error)?\(\s*ErrorKind\.\w+,|=>\s*\()\s*"([a-z]+\.[a-z_]+)",""";
        var notFound = Captures(source, """Error\.NotFound\(\s*"([a-z_]+)"\)""").Select(kind => kind + ".not_found");
        return Captures(source, literals).Concat(notFound);
    }

    /// <summary>What the pattern's first group captures.</summary>
    static IEnumerable<string> Captures(string text, string pattern) =>
        Regex.Matches(text, pattern).Select(match => match.Groups[1].Value);
}
