using Chs.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Chs.Clients.Tests;

/// <summary>What a story has to say beside the client's own types is a fault of the contract.</summary>
public class CSharpStoryTests
{
    [Fact]
    public void The_stories_need_no_cast()
    {
        var stories = Directory.GetFiles(Repository.File("tests/Chs.Clients.Tests"), "*StoryTests.cs");
        Assert.Contains(stories, story => story.EndsWith("ResearcherStoryTests.cs", StringComparison.Ordinal));
        Assert.All(stories, story => Assert.Empty(CastsIn(File.ReadAllText(story))));
    }

    [Theory]
    [InlineData("var id = (string)answer;")]
    [InlineData("var id = answer as string;")]
    [InlineData("var id = answer!.Id;")]
    [InlineData("dynamic id = answer;")]
    public void Casts_are_found(string cheat) => Assert.Single(CastsIn(cheat));

    static IEnumerable<string> CastsIn(string code) =>
        CSharpSyntaxTree
            .ParseText(code)
            .GetRoot()
            .DescendantNodes()
            .Where(node =>
                node.Kind()
                    is SyntaxKind.CastExpression
                        or SyntaxKind.AsExpression
                        or SyntaxKind.SuppressNullableWarningExpression
                || node.IsKind(SyntaxKind.IdentifierName) && node.ToString() == "dynamic"
            )
            .Select(node => node.ToString());
}
