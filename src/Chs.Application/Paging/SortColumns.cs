using System.Linq.Expressions;

namespace Chs.Application.Paging;

/// <summary>The columns by which clients can sort a list, by their names in the API.</summary>
sealed class SortColumns<T> : Dictionary<string, Expression<Func<T, object?>>>
{
    public SortColumns()
        : base(StringComparer.Ordinal) { }

    /// <param name="requested">
    /// Comma-separated names; a <c>-</c> before a name means descending. Unknown names are ignored. Null: none.
    /// </param>
    /// <param name="fallback">
    /// Names in the same form that sort rows after the requested ones, so that the order is always total.
    /// </param>
    public IQueryable<T> Apply(IQueryable<T> rows, string? requested, string fallback)
    {
        IOrderedQueryable<T>? ordered = null;
        var names = $"{requested},{fallback}".Split(
            ',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        foreach (var name in names)
        {
            var isDescending = name[0] == '-';
            if (!TryGetValue(isDescending ? name[1..] : name, out var column))
                continue;
            ordered = (ordered, isDescending) switch
            {
                (null, false) => rows.OrderBy(column),
                (null, true) => rows.OrderByDescending(column),
                ({ } earlier, false) => earlier.ThenBy(column),
                ({ } earlier, true) => earlier.ThenByDescending(column),
            };
        }

        return ordered ?? rows;
    }
}
