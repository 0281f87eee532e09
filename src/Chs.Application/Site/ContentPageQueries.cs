using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain.Site;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Site;

static class ContentPageQueries
{
    extension(IChsDb db)
    {
        /// <summary>Finds the page with exactly this name and language.</summary>
        public async Task<ContentPage?> FindContentPageAsync(
            string slug,
            string language,
            CancellationToken cancellationToken
        )
        {
            if (!TextRules.IsClean(slug) || !TextRules.IsClean(language))
                return null;
            return await db.ContentPages.SingleOrDefaultAsync(
                p => p.Slug == slug && p.Language == language,
                cancellationToken
            );
        }
    }
}
