using System.Text.RegularExpressions;

namespace Chs.Architecture.Tests;

/// <summary>The checkout that these tests were built from.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Hand-written C# below a folder of the repository.</summary>
    public static IEnumerable<string> SourceFiles(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Regex.IsMatch(file, "/(bin|obj|Migrations|node_modules)/"));

    public static string Relative(string path) => Path.GetRelativePath(Root, path);

    /// <summary>
    /// Reads a list of exceptions beside these tests: a line <c># reason</c>, then the exceptions that it holds for.
    /// </summary>
    /// <exception cref="InvalidOperationException">An exception stands before any reason.</exception>
    public static IReadOnlySet<string> ListedExceptions(string name)
    {
        var hasReason = false;
        HashSet<string> listed = [];
        foreach (var line in File.ReadLines(Path.Combine(Root, "tests/Chs.Architecture.Tests", name)))
        {
            if (line.StartsWith('#'))
                hasReason = true;
            else if (line.Trim().Length == 0)
                hasReason = false;
            else if (hasReason)
                listed.Add(line);
            else
                throw new InvalidOperationException($"{name}: no reason above '{line}'.");
        }

        return listed;
    }

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Chs.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
