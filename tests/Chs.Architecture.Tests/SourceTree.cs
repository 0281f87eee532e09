using System.Text.RegularExpressions;
using Chs.Testing;

namespace Chs.Architecture.Tests;

/// <summary>The source files of the checkout that these tests were built from.</summary>
static class SourceTree
{
    /// <summary>Hand-written C# below a folder of the repository.</summary>
    public static IEnumerable<string> SourceFiles(string folder) =>
        Directory
            .EnumerateFiles(Repository.File(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Regex.IsMatch(file, "/(bin|obj|Migrations|node_modules)/"));

    public static string Relative(string path) => Path.GetRelativePath(Repository.Root, path);

    /// <summary>
    /// Reads a list of exceptions beside these tests: a line <c># reason</c>, then the exceptions that it holds for.
    /// </summary>
    /// <exception cref="InvalidOperationException">An exception stands before any reason.</exception>
    public static IReadOnlySet<string> ListedExceptions(string name)
    {
        var hasReason = false;
        HashSet<string> listed = [];
        foreach (var line in File.ReadLines(Repository.File($"tests/Chs.Architecture.Tests/{name}")))
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
}
