using System.Text.RegularExpressions;
using Chs.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Chs.Architecture.Tests;

/// <summary>Holds every hand-written C# file to <see cref="SourceRules"/>, and the rules to examples.</summary>
public class SourceRulesTests
{
    static readonly IReadOnlyList<SourceFile> Files =
    [
        .. new[] { "src", "tests", "bench" }.SelectMany(SourceTree.SourceFiles).Select(SourceFile.Read),
    ];

    [Fact]
    public void Lines_end_before_column_140()
    {
        var exceptions = SourceTree.ListedExceptions("long-lines.txt");
        var found = Files
            .SelectMany(file => SourceRules.LongLines(file.Text).Select(line => file.LineAt(line)))
            .ToList();
        AssertOnlyListed(exceptions, found);
    }

    [Fact]
    public void Methods_fit_on_a_screen()
    {
        var exceptions = SourceTree.ListedExceptions("long-methods.txt");
        var found = Files
            .SelectMany(file => SourceRules.LongMethods(file.Root).Select(method => $"{file.Path} {method.Name}"))
            .ToList();
        AssertOnlyListed(exceptions, found);
    }

    [Fact]
    public void Tuples_are_not_used_to_assign_three_things_in_one_statement() =>
        Assert.Empty(Files.SelectMany(file => SourceRules.TupleAssignments(file.Root).Select(file.PlaceOf)));

    [Fact]
    public void Conditional_operators_are_not_nested() =>
        Assert.Empty(Files.SelectMany(file => SourceRules.NestedConditionals(file.Root).Select(file.PlaceOf)));

    [Fact]
    public void A_file_holds_one_use_case_and_is_named_after_its_request()
    {
        var useCases = Files.Where(file => SourceRules.UseCases(file.Root).Count > 0).ToList();
        Assert.NotEmpty(useCases);
        Assert.All(useCases, file => Assert.Equal([file.Name], SourceRules.UseCases(file.Root)));
    }

    /// <summary>A second place that looks into a session to decide it would soon decide otherwise.</summary>
    [Fact]
    public void Whether_a_child_has_taken_part_is_decided_in_one_place()
    {
        var deciding = Files
            .Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal))
            .Where(file =>
                // As frameplayer sessions and as jsPsych sessions are decided.
                Regex.IsMatch(file.Text, "Sequence (==|!=|is|is not) \"\\[]\"")
                || Regex.IsMatch(file.Text, @"EntryCount ((!=|>|is not|is >) 0|(>=|is >=) 1)\b")
            )
            .Select(file => file.Name);
        Assert.Equal(["Participation"], deciding);
    }

    [Fact]
    public void Analyzer_rules_that_are_off_say_why()
    {
        var off = File.ReadLines(Path.Combine(Repository.Root, ".editorconfig"))
            .Where(line => line.Contains(".severity = none", StringComparison.Ordinal))
            .Where(line => !line.StartsWith("dotnet_analyzer_diagnostic", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(off);
        Assert.All(off, line => Assert.Matches("= none +# .{4,}", line));
    }

    [Theory]
    [InlineData("var (a, b, c) = (1, 2, 3);", 1)]
    [InlineData("int a, b, c; (a, b, c) = (1, 2, 3);", 1)]
    [InlineData("var (a, b) = (1, 2);", 0)]
    [InlineData("var (a, b, c) = Three();", 0)]
    public void Finds_tuple_assignments(string statements, int expected) =>
        Assert.Equal(expected, SourceRules.TupleAssignments(Parse(statements)).Count());

    [Theory]
    [InlineData("var x = a ? 1 : b ? 2 : 3;", 1)]
    [InlineData("var x = a ? F(b ? 1 : 2) : 3;", 1)]
    [InlineData("var x = a ? F(() => b ? 1 : 2) : 3;", 0)]
    [InlineData("var x = a ? 1 : 2; var y = b ? 1 : 2;", 0)]
    public void Finds_nested_conditionals(string statements, int expected) =>
        Assert.Equal(expected, SourceRules.NestedConditionals(Parse(statements)).Count());

    [Theory, InlineData(39, 0), InlineData(40, 1)]
    public void Counts_the_lines_of_a_body_as_the_analyzer_does(int statements, int expected)
    {
        var body = string.Concat(Enumerable.Repeat("F();\n", statements));
        var root = CSharpSyntaxTree.ParseText($"class C\n{{\nvoid M()\n{{\n{body}}}\n}}").GetRoot();
        Assert.Equal(expected, SourceRules.LongMethods(root).Count());
    }

    [Fact]
    public void Finds_requests_by_the_handlers_nested_in_them()
    {
        const string source = """
            record A { class Handler : IRequestHandler<A, Outcome> { } }
            record B;
            record C { class Handler(int x) : IRequestHandler<C, Outcome<int>> { } }
            """;
        Assert.Equal(["A", "C"], SourceRules.UseCases(CSharpSyntaxTree.ParseText(source).GetRoot()));
    }

    static SyntaxNode Parse(string statements) => CSharpSyntaxTree.ParseText(statements).GetRoot();

    /// <summary>What is found must be listed with its reason, and what is listed must still be there.</summary>
    static void AssertOnlyListed(IReadOnlySet<string> listed, IReadOnlyCollection<string> found)
    {
        Assert.Empty(found.Except(listed));
        Assert.Empty(listed.Except(found));
    }

    sealed record SourceFile(string Path, string Text, SyntaxNode Root)
    {
        public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

        public static SourceFile Read(string path)
        {
            var text = File.ReadAllText(path);
            var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
            return new SourceFile(SourceTree.Relative(path), text, CSharpSyntaxTree.ParseText(text, options).GetRoot());
        }

        public string PlaceOf(int line) => $"{Path}:{line}";

        /// <summary>The line itself: its number changes with every edit above it.</summary>
        public string LineAt(int line) => $"{Path} {Text.Split('\n')[line - 1].Trim()}";
    }
}
