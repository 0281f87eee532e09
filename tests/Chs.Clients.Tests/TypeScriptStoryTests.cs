using System.Text.RegularExpressions;
using Xunit;

namespace Chs.Clients.Tests;

/// <summary>The same days, told in TypeScript with the client that npm packs.</summary>
[Collection("site")]
public class TypeScriptStoryTests(ClientSite site) : IClassFixture<TypeScriptClient>
{
    [Theory]
    [InlineData("builds")]
    [InlineData("family")]
    [InlineData("researcher")]
    public async Task A_story_ends_well(string story)
    {
        var address = site.Address.ToString().TrimEnd('/');
        var (code, output) = await TypeScriptClient.RunAsync("node", $"dist-stories/{story}.js", address, site.Mails);
        Assert.True(code == 0, output);
        Assert.Contains("ended well", output);
    }

    /// <summary>What a story has to say beside the client's own types is a fault of the contract.</summary>
    [Fact]
    public void The_stories_need_no_cast_and_no_types_of_their_own()
    {
        var stories = Directory.GetFiles(TypeScriptClient.PathOf("stories"), "*.ts");
        Assert.NotEmpty(stories);
        Assert.All(stories, story => Assert.DoesNotMatch(Cheating, WithoutComments(File.ReadAllText(story))));
    }

    [Theory]
    [InlineData("const id = answer as string;")]
    [InlineData("let anything: any;")]
    [InlineData("const id = <unknown>answer;")]
    [InlineData("answer!.id")]
    [InlineData("interface Child { id: string }")]
    [InlineData("type Child = { id: string };")]
    public void Casts_and_own_types_are_found(string cheat) => Assert.Matches(Cheating, cheat);

    static readonly Regex Cheating = new(
        @"\bas (?!const)|\bany\b|\bunknown\b|\w!|\)!|@ts-|\binterface\b|^\s*(export )?type \w+ =",
        RegexOptions.Multiline
    );

    static string WithoutComments(string code) =>
        Regex.Replace(code, @"^\s*//.*$|/\*.*?\*/", "", RegexOptions.Multiline | RegexOptions.Singleline);
}
