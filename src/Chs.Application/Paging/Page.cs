using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Paging;

/// <summary>One page of a list.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="NextCursor">Send it as <c>cursor</c> to get the next page; null on the last page.</param>
/// <param name="Total">Number of items on all pages; only there when <c>withTotal</c> asks for it.</param>
public sealed record Page<T>(
    IReadOnlyList<T> Items,
    string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Total = null
);

/// <summary>Makes pages.</summary>
public static class Page
{
    /// <summary>Highest number of items per page.</summary>
    public const int MaximumLimit = 100;

    /// <summary>Number of items per page when the client doesn't say.</summary>
    public const int DefaultLimit = 20;

    /// <param name="query">The request for the page.</param>
    /// <param name="rows">The page's rows and, when there are more, one more than the limit.</param>
    /// <param name="total">Number of rows on all pages; null when it wasn't asked for.</param>
    /// <param name="cursorOf">The cursor with which the list continues after a row.</param>
    /// <param name="itemOf">What the page shows of a row.</param>
    internal static Page<TItem> Create<TRow, TItem>(
        PagedQuery query,
        IReadOnlyList<TRow> rows,
        int? total,
        Func<TRow, Cursor> cursorOf,
        Func<TRow, TItem> itemOf
    )
    {
        var limit = query.Limit;
        var nextCursor = rows.Count > limit ? cursorOf(rows[limit - 1]).ToText(query.ListId) : null;
        return new Page<TItem>([.. rows.Take(limit).Select(itemOf)], nextCursor, total);
    }

    extension<T>(IQueryable<T> matching)
    {
        /// <summary>Counts the rows of a whole list, if the client asks for it.</summary>
        internal async Task<int?> CountIfAskedAsync(PagedQuery query, CancellationToken cancellationToken) =>
            query.WithTotal ? await matching.CountAsync(cancellationToken) : null;
    }
}
