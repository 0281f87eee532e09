using System.Collections.Frozen;
using System.Globalization;

namespace Chs.Api.V3;

/// <summary>
/// All codes of v3. They stand in docs/error-codes.md, which is a part of this program; tests hold it against the source.
/// </summary>
static class ProblemCodes
{
    const string Page = "error-codes.md";

    static readonly FrozenDictionary<string, ProblemCode> ByCode = Read().ToFrozenDictionary(code => code.Code);

    /// <returns>Null when there is no such code.</returns>
    public static ProblemCode? Find(string code) => ByCode.GetValueOrDefault(code);

    static IEnumerable<ProblemCode> Read()
    {
        using var stream = typeof(ProblemCodes).Assembly.GetManifestResourceStream(Page)!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            if (line.StartsWith("| `", StringComparison.Ordinal))
                foreach (var code in ReadRow(line))
                    yield return code;
    }

    /// <summary>Reads <c>| `a`, `b` | 401, 422 | advice |</c>.</summary>
    static IEnumerable<ProblemCode> ReadRow(string line)
    {
        var cells = line.Split('|', StringSplitOptions.TrimEntries);
        int[] statuses = [.. cells[2].Split(", ").Where(cell => cell.All(char.IsAsciiDigit)).Select(StatusOf)];
        return cells[1].Split(", ").Select(code => new ProblemCode(code.Trim('`'), statuses, cells[3]));
    }

    static int StatusOf(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);
}
