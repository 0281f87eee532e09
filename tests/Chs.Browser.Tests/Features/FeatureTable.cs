using Chs.Testing;

namespace Chs.Browser.Tests.Features;

/// <summary>The table of docs/experiments.md that says what experiments may use.</summary>
static class FeatureTable
{
    /// <returns>What each line says of a manifest, <c>yes</c> or <c>no</c>, by the feature's name.</returns>
    public static Dictionary<string, string> Read(string manifest)
    {
        var lines = File.ReadAllLines(Repository.File("docs/experiments.md"));
        var head = Array.FindIndex(lines, line => line.StartsWith("| what", StringComparison.Ordinal));
        var column = Array.IndexOf(Cells(lines[head]), $"`{manifest}`");
        return lines
            .Skip(head + 2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(Cells)
            .ToDictionary(cells => cells[0], cells => cells[column]);
    }

    static string[] Cells(string line) => [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];
}
