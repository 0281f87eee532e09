using Chs.Domain;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Paging;

/// <summary>A page of a list that is counted through, as the runner contract wants it. Costs a count; v3 has cursors instead.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="Count">Items on all pages.</param>
public sealed record NumberedPage<T>(IReadOnlyList<T> Items, int Count);

/// <summary>Which page of a counted list.</summary>
/// <param name="Number">1, 2, 3 …</param>
/// <param name="Size">Items on a page, 1…100.</param>
public readonly record struct PageNumber(int Number, int Size)
{
    /// <summary>How many pages so many items fill. An empty list has one page.</summary>
    public int PagesOf(int count) => Math.Max(1, (count + Size - 1) / Size);
}

static class NumberedPages
{
    extension<T>(IQueryable<T> ordered)
    {
        /// <summary>A page; a number behind the last one isn't found.</summary>
        public async Task<Outcome<NumberedPage<T>>> ToPageAsync(PageNumber page, CancellationToken cancellationToken)
        {
            var count = await ordered.CountAsync(cancellationToken);
            if (page.Number < 1 || page.Number > page.PagesOf(count))
                return Error.NotFound("page");
            return new NumberedPage<T>(
                await ordered.Skip((page.Number - 1) * page.Size).Take(page.Size).ToListAsync(cancellationToken),
                count
            );
        }
    }
}
