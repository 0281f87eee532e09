using System.Linq.Expressions;

namespace Chs.Application.Paging;

/// <summary>What a list can be ordered by, by the names of its contract.</summary>
sealed class SortColumns<T> : Dictionary<string, Expression<Func<T, object?>>>
{
    public SortColumns()
        : base(StringComparer.Ordinal) { }

    /// <param name="asked">Names with commas between, each with or without <c>-</c> for the other way round. Unknown ones are ignored.</param>
    /// <param name="otherwise">The order when no known name was asked for; always decides between equals.</param>
    public IQueryable<T> Apply(IQueryable<T> rows, string? asked, string otherwise)
    {
        IOrderedQueryable<T>? ordered = null;
        foreach (
            var name in $"{asked},{otherwise}".Split(
                ',',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            var (column, descending) = name[0] == '-' ? (name[1..], true) : (name, false);
            if (!TryGetValue(column, out var key))
                continue;
            ordered = (ordered, descending) switch
            {
                (null, false) => rows.OrderBy(key),
                (null, true) => rows.OrderByDescending(key),
                ({ } before, false) => before.ThenBy(key),
                ({ } before, true) => before.ThenByDescending(key),
            };
        }

        return ordered ?? rows;
    }
}
