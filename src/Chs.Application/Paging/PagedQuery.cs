namespace Chs.Application.Paging;

/// <summary>The page parameters that every list in v3 accepts.</summary>
public abstract record PagedQuery
{
    /// <summary>The <c>nextCursor</c> of the previous page; absent for the first page.</summary>
    public string? Cursor { get; init; }

    /// <summary>Number of items per page, 1…100.</summary>
    public int Limit { get; init; } = Page.DefaultLimit;

    /// <summary>The last row of the previous page; null for the first page.</summary>
    internal Cursor? After => Cursor is null ? null : Paging.Cursor.Parse(Cursor);
}
