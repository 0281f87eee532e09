using System.Text.RegularExpressions;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>docs/error-codes.md.</summary>
public class ErrorCodesPageTests
{
    /// <summary>Codes that only the v1/v2 contract and the pages of play hosts can answer.</summary>
    static readonly string[] OfJsonApi =
    [
        "resource.not_found",
        "feedback.not_found",
        "user.not_found",
        "demographics.not_found",
        "video.pipe_name_taken",
        "response.of_another",
        "play.ruled_on",
        "play.ticket_not_valid",
    ];

    /// <summary>Codes of faults that only the v1/v2 contract can answer.</summary>
    static readonly string[] FaultsOfJsonApi = ["blank", "not_a_list", "shrinks"];

    static readonly string[] Page = File.ReadAllLines(Repository.File("docs/error-codes.md"));

    [Fact]
    public void The_page_lists_exactly_the_codes_that_are_answered()
    {
        var listed = Page.Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => CodesIn(line.Split('|')[1]));
        Assert.Equal(AnsweredCodes.OfRefusals().Except(OfJsonApi).Order(), listed.Order());
    }

    [Fact]
    public void The_page_lists_the_codes_of_faults()
    {
        var listed = Page.Where(line => line.StartsWith("Codes inside", StringComparison.Ordinal)).SelectMany(CodesIn);
        var answered = AnsweredCodes.OfFaults();
        Assert.NotEmpty(answered);
        Assert.Empty(answered.Except(FaultsOfJsonApi).Except(listed));
    }

    static IEnumerable<string> CodesIn(string text) =>
        Regex.Matches(text, "`([a-z_.]+)`").Select(match => match.Groups[1].Value);
}
