using Chs.Testing;

namespace Chs.Api.Tests;

/// <summary>A table of who gets what: the status that each role gets from each operation.</summary>
sealed record RoleMatrix(string[] Roles, IReadOnlyList<RoleMatrix.Row> Rows)
{
    /// <param name="Path">With names of ids in braces.</param>
    /// <param name="Body">JSON, the name of a picture, or empty.</param>
    /// <param name="Statuses">In the order of the roles. "-": not asked.</param>
    public sealed record Row(string Verb, string Path, string Body, string[] Statuses);

    /// <summary>
    /// Reads a file of this folder: a line of roles, then lines of verb, path and body, a bar, and the statuses.
    /// Lines that begin with # are comments.
    /// </summary>
    public static RoleMatrix Read(string name)
    {
        var lines = File.ReadLines(Repository.File($"tests/Chs.Api.Tests/{name}"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .ToList();
        return new RoleMatrix(Words(lines[0]), [.. lines.Skip(1).Select(ReadRow)]);
    }

    static Row ReadRow(string line)
    {
        var halves = line.Split('|');
        var request = halves[0].Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        var path = request.Length > 1 ? request[1] : "";
        var body = request.Length > 2 ? request[2].Trim() : "";
        return new Row(request[0], path, body, Words(halves[1]));
    }

    static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
