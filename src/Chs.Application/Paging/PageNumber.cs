namespace Chs.Application.Paging;

/// <summary>A request for a page of a list with numbered pages.</summary>
/// <param name="Number">1, 2, 3 …</param>
/// <param name="Size">Items per page, 1…100.</param>
public readonly record struct PageNumber(int Number, int Size)
{
    /// <summary>Number of pages of a list with this many items. An empty list has one page.</summary>
    public int PagesOf(int count) => Math.Max(1, (count + Size - 1) / Size);
}
