namespace Chs.Application.Paging;

/// <summary>A page of a list with numbered pages, as v1 and v2 have it. It costs a count; v3 uses cursors instead.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="Count">Number of items on all pages.</param>
public sealed record NumberedPage<T>(IReadOnlyList<T> Items, int Count);
