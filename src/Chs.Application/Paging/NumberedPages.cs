using Chs.Domain;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Paging;

/// <summary>Reads numbered pages from the database.</summary>
static class NumberedPages
{
    /// <summary>The code of the refusal of a page beyond the last one.</summary>
    public const string NotFoundCode = "page.not_found";

    extension<T>(IQueryable<T> ordered)
    {
        /// <summary>Reads a page. A number beyond the last page is answered as not found.</summary>
        public async Task<Outcome<NumberedPage<T>>> ToPageAsync(PageNumber page, CancellationToken cancellationToken)
        {
            var count = await ordered.CountAsync(cancellationToken);
            if (page.Number < 1 || page.Number > page.PagesOf(count))
                return Error.NotFound("page");
            var items = await ordered
                .Skip((page.Number - 1) * page.Size)
                .Take(page.Size)
                .ToListAsync(cancellationToken);
            return new NumberedPage<T>(items, count);
        }
    }
}
