using System.Text.RegularExpressions;
using Chs.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Chs.Architecture.Tests;

/// <summary>Whoever looks for the test of a use case or an aggregate finds it by the name of that.</summary>
public class TestNamesTests
{
    /// <summary>
    /// The test projects that keep these rules, each with the folders that it has beside those of its source.
    /// </summary>
    static readonly Dictionary<string, string[]> Projects = new()
    {
        ["Chs.Domain.Tests"] = [],
        ["Chs.Application.Tests"] = [],
    };

    public static TheoryData<string> Sorted => [.. Projects.Keys];

    public static TheoryData<string> All =>
        [
            .. Directory
                .GetDirectories(Repository.File("tests"), "Chs.*.Tests")
                .Select(folder => Path.GetFileName(folder)),
        ];

    [Theory, MemberData(nameof(Sorted))]
    public void Folders_are_those_of_the_source(string project)
    {
        var source = project.Replace(".Tests", "");
        string[] allowed = [.. FoldersOf($"src/{source}"), .. Projects[project]];
        var folders = FoldersOf($"tests/{project}");
        Assert.NotEmpty(folders);
        Assert.All(folders, folder => Assert.Contains(folder, allowed));
    }

    [Theory, MemberData(nameof(Sorted))]
    public void Test_classes_stand_in_a_folder_of_their_subject(string project) =>
        AssertNone(TestClassesOf(project), test => test.Folder.Length == 0);

    [Theory, MemberData(nameof(All))]
    public void Namespaces_follow_the_folders(string project) =>
        AssertNone(
            TestClassesOf(project),
            test => test.Namespace != $"{project}.{test.Folder.Replace('/', '.')}".TrimEnd('.')
        );

    [Theory, MemberData(nameof(All))]
    public void Test_classes_are_named_after_what_they_test(string project) =>
        AssertNone(TestClassesOf(project), test => !test.Class.EndsWith("Tests", StringComparison.Ordinal));

    [Theory, MemberData(nameof(All))]
    public void Files_are_named_after_their_first_type(string project)
    {
        var files = SourceTree.SourceFiles($"tests/{project}").ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal(Path.GetFileNameWithoutExtension(file), FirstTypeOf(file)));
    }

    /// <summary>A sentence without its class, in words that a program can write: cannot, is_not.</summary>
    [Theory, MemberData(nameof(All))]
    public void Names_of_tests_are_sentences(string project) =>
        AssertNone(
            TestClassesOf(project),
            test =>
                test.Methods.Any(name =>
                    !Regex.IsMatch(name, "^[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+)+$") || name.Contains("_t_")
                )
        );

    static string[] FoldersOf(string place) =>
        [
            .. Directory
                .GetDirectories(Path.Combine(Repository.Root, place))
                .Select(folder => Path.GetFileName(folder))
                .Where(folder => folder is not ("bin" or "obj")),
        ];

    static List<TestClass> TestClassesOf(string project) =>
        [
            .. SourceTree
                .SourceFiles($"tests/{project}")
                .SelectMany(file => TypesOf(file).Select(type => TestClass.Of(project, file, type)))
                .Where(test => test.Methods.Count > 0),
        ];

    static IEnumerable<TypeDeclarationSyntax> TypesOf(string file) =>
        CSharpSyntaxTree
            .ParseText(File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Preview))
            .GetRoot()
            .DescendantNodes()
            .OfType<TypeDeclarationSyntax>();

    static string? FirstTypeOf(string file) => TypesOf(file).FirstOrDefault()?.Identifier.Text;

    static void AssertNone(List<TestClass> tests, Predicate<TestClass> isWrong)
    {
        Assert.NotEmpty(tests);
        Assert.Empty(tests.FindAll(isWrong).Select(test => $"{test.File}: {test.Class}"));
    }

    /// <param name="Folder">Below the project; empty: none.</param>
    /// <param name="Methods">The names of its tests.</param>
    sealed record TestClass(string File, string Folder, string Namespace, string Class, IReadOnlyList<string> Methods)
    {
        public static TestClass Of(string project, string file, TypeDeclarationSyntax type)
        {
            var path = SourceTree.Relative(file);
            var folder = Path.GetDirectoryName(Path.GetRelativePath(Path.Combine("tests", project), path))!;
            var space = type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Single().Name.ToString();
            return new TestClass(path, folder, space, type.Identifier.Text, [.. TestsOf(type)]);
        }

        static IEnumerable<string> TestsOf(TypeDeclarationSyntax type) =>
            from method in type.Members.OfType<MethodDeclarationSyntax>()
            let attributes = method.AttributeLists.SelectMany(list => list.Attributes)
            where attributes.Any(attribute => Regex.IsMatch(attribute.Name.ToString(), "(Fact|Theory|Property)$"))
            select method.Identifier.Text;
    }
}
