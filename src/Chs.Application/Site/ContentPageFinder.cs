using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Site;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Site;

/// <summary>Finds the site's pages for the staff who edit them.</summary>
sealed class ContentPageFinder(IChsDb db, SiteStaff staff)
{
    /// <summary>
    /// Finds the page with exactly this name and language, and refuses it when it was changed since it was read.
    /// </summary>
    /// <param name="slug">The page's name.</param>
    /// <param name="language">The page's language.</param>
    /// <param name="ifVersion">The versions that were read; null: any.</param>
    public async Task<Outcome<ContentPage>> FindAsync(
        string slug,
        string language,
        ExpectedVersions? ifVersion,
        CancellationToken cancellationToken
    )
    {
        if (staff.Check() is { } refused)
            return refused;
        if (!TextRules.IsClean(slug) || !TextRules.IsClean(language))
            return Error.NotFound("page");
        var page = await db.ContentPages.SingleOrDefaultAsync(
            p => p.Slug == slug && p.Language == language,
            cancellationToken
        );
        if (page is null)
            return Error.NotFound("page");
        return page.StaleUnless(ifVersion) is { } stale ? stale : page;
    }
}
