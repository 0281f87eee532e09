namespace Chs.Application.Paging;

/// <summary>One page of a list.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="NextCursor">Send it as <c>cursor</c> to get the next page; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Makes pages.</summary>
public static class Page
{
    /// <summary>Highest number of items per page.</summary>
    public const int MaximumLimit = 100;

    /// <summary>Number of items per page when the client doesn't say.</summary>
    public const int DefaultLimit = 20;

    /// <param name="rows">The page's rows and, when there are more, one more than the limit.</param>
    /// <param name="cursorOf">The cursor with which the list continues after a row.</param>
    public static Page<TItem> Create<TRow, TItem>(
        IReadOnlyList<TRow> rows,
        int limit,
        Func<TRow, Cursor> cursorOf,
        Func<TRow, TItem> itemOf
    )
    {
        var nextCursor = rows.Count > limit ? cursorOf(rows[limit - 1]).ToString() : null;
        return new Page<TItem>([.. rows.Take(limit).Select(itemOf)], nextCursor);
    }
}
