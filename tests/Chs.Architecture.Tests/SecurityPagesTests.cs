using System.Text.RegularExpressions;
using Chs.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Chs.Architecture.Tests;

/// <summary>docs/security.md and docs/asvs.md: what they name is there, and no requirement is forgotten.</summary>
public class SecurityPagesTests
{
    const string Threats = "docs/security.md",
        Requirements = "docs/asvs.md";

    /// <summary>Headers and names of the platform, which look like classes of ours.</summary>
    static readonly string[] ForeignNames = ["Accept", "Allow", "Authorization", "Production", "TimeProvider"];

    static readonly Lazy<HashSet<string>> Types = new(() =>
        [.. new[] { "src", "tests" }.SelectMany(SourceTree.SourceFiles).SelectMany(TypesOf)]
    );

    /// <summary>Number and level of each requirement, as the page gives them.</summary>
    static readonly string[][] Rows =
    [
        .. File.ReadLines(Repository.File(Requirements))
            .Where(line => Regex.IsMatch(line, @"^\| V\d"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]),
    ];

    public static TheoryData<string> Pages => [Threats, Requirements];

    [Theory, MemberData(nameof(Pages))]
    public void Classes_that_a_page_names_exist(string page)
    {
        var named = NamesOf(page).Where(IsClass).Select(name => name.Split('.')[0]).Except(ForeignNames).ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(Types.Value));
    }

    [Theory, MemberData(nameof(Pages))]
    public void Tests_that_a_page_names_exist(string page)
    {
        var sentences = NamesOf(page)
            .Where(name => Regex.IsMatch(name, "^[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+)+$"))
            .ToList();
        var sources = string.Concat(SourceTree.SourceFiles("tests").Select(File.ReadAllText));
        Assert.All(sentences, sentence => Assert.Contains($" {sentence}(", sources));
    }

    [Theory, MemberData(nameof(Pages))]
    public void Files_that_a_page_names_exist(string page)
    {
        var text = File.ReadAllText(Repository.File(page));
        var linked = Regex
            .Matches(text, @"\]\((?!https?:)([^)#]+)")
            .Select(link => Path.Combine("docs", link.Groups[1].Value));
        var named = NamesOf(page).Where(IsPath).Concat(linked).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, path => Assert.True(Path.Exists(Repository.File(path)), $"{path} isn't there"));
    }

    [Theory, MemberData(nameof(Pages))]
    public void Settings_and_operations_that_a_page_names_exist(string page)
    {
        var settings = File.ReadAllText(Repository.File("docs/configuration.md"));
        var operations = Contract.Read("v3").Operations.Select(operation => operation.Id).ToHashSet();
        var names = NamesOf(page).ToList();
        Assert.All(
            names.Where(name => name.StartsWith("Chs__", StringComparison.Ordinal)),
            key => Assert.Contains($"| `{key}", settings)
        );
        Assert.Empty(names.Where(IsOperation).Except(operations));
    }

    [Fact]
    public void Every_requirement_of_levels_1_and_2_has_one_row_at_its_level()
    {
        var published = File.ReadLines(Repository.File("tests/Chs.Architecture.Tests/asvs-requirements.txt"))
            .Where(line => !line.StartsWith('#'));
        Assert.Equal(published, Rows.Select(row => $"{row[0]} {row[1]}"));
    }

    [Fact]
    public void Every_requirement_has_an_answer_and_a_reason()
    {
        string[] answers = ["yes", "partly", "no", "not applicable"];
        Assert.All(
            Rows,
            row =>
            {
                Assert.Equal(5, row.Length);
                Assert.Contains(row[3], answers);
                Assert.NotEqual("", row[2]);
                Assert.NotEqual("", row[4]);
            }
        );
    }

    [Fact]
    public void The_page_counts_its_answers_rightly()
    {
        int Count(string answer) => Rows.Count(row => row[3] == answer);
        var sentence =
            $"Of {Rows.Length} requirements {Count("yes")} hold, {Count("partly")} hold partly, {Count("no")} don't, "
            + $"and {Count("not applicable")} don't apply.";
        Assert.Contains(sentence, File.ReadAllText(Repository.File(Requirements)));
    }

    /// <summary>What stands between backticks.</summary>
    static IEnumerable<string> NamesOf(string page) =>
        Regex.Matches(File.ReadAllText(Repository.File(page)), "`([^`]+)`").Select(name => name.Groups[1].Value);

    /// <summary>A class, or a member after its class.</summary>
    static bool IsClass(string name) => Regex.IsMatch(name, @"^[A-Z][A-Za-z0-9]+(\.[A-Z][A-Za-z0-9]+)?$");

    /// <summary>A folder, or a file in one, of the repository. What begins with a slash is an address of the site.</summary>
    static bool IsPath(string name) => Regex.IsMatch(name, @"^[.\w-]+(/[.\w-]+)+/?$|^[.\w-]+/$|^[\w.-]+\.(md|props)$");

    static bool IsOperation(string name) => Regex.IsMatch(name, "^[a-z]+([A-Z][a-z]+)+$");

    static IEnumerable<string> TypesOf(string file) =>
        CSharpSyntaxTree
            .ParseText(File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Preview))
            .GetRoot()
            .DescendantNodes()
            .OfType<BaseTypeDeclarationSyntax>()
            .Select(type => type.Identifier.Text);
}
