using System.Collections.Frozen;
using System.Globalization;

namespace Chs.Api.OpenApi;

/// <summary>
/// Reads <c>operations.txt</c>. Tests derive its codes from the compiled use cases, and try what it says of rights.
/// </summary>
static class OperationRules
{
    static readonly FrozenDictionary<string, OperationRule> ByOperation = Read().ToFrozenDictionary();

    public static IEnumerable<string> Operations => ByOperation.Keys;

    /// <returns>Null for what isn't an operation of v3.</returns>
    public static OperationRule? Find(string operation) => ByOperation.GetValueOrDefault(operation);

    /// <exception cref="InvalidOperationException">The table lacks the operation.</exception>
    public static OperationRule Of(string operation) =>
        Find(operation) ?? throw new InvalidOperationException($"OpenApi/operations.txt has no line for {operation}.");

    static IEnumerable<KeyValuePair<string, OperationRule>> Read()
    {
        using var stream = typeof(OperationRules).Assembly.GetManifestResourceStream("operations.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            yield return new(cells[0], new OperationRule(GroupsIn(cells[1]), [.. CodesIn(cells[2])]));
        }
    }

    static IReadOnlyList<IReadOnlyList<string>> GroupsIn(string cell) =>
        cell.Length == 0 ? [] : [.. cell.Split(" and ").Select(group => group.Split(" or "))];

    static IEnumerable<(string Code, int? Status)> CodesIn(string cell) =>
        cell.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Split(':'))
            .Select(parts =>
                (parts[0], parts is [_, var status] ? int.Parse(status, CultureInfo.InvariantCulture) : (int?)null)
            );
}
