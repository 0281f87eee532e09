using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Site;

/// <summary>Reads a page of the site in the given language, or in English when it has none in that language.</summary>
public sealed record ReadContentPage(string Slug, string Language) : IQuery<ContentPageView>, IWithinScope, IAnonymous
{
    /// <summary>The language that is shown when a page has no translation.</summary>
    public const string FallbackLanguage = "en";

    internal sealed class Handler(IChsDb db, SiteStaff staff)
        : IRequestHandler<ReadContentPage, Outcome<ContentPageView>>
    {
        public async Task<Outcome<ContentPageView>> Handle(ReadContentPage request, CancellationToken cancellationToken)
        {
            if (!TextRules.IsClean(request.Slug) || !TextRules.IsClean(request.Language))
                return Error.NotFound("page");
            var isStaff = staff.IsEditor;
            var page = await db
                .ContentPages.AsNoTracking()
                .Where(p =>
                    p.Slug == request.Slug
                    && (p.Language == request.Language || p.Language == FallbackLanguage)
                    && (p.IsPublished || isStaff)
                )
                .OrderByDescending(p => p.Language == request.Language)
                .FirstOrDefaultAsync(cancellationToken);
            return page is null ? Error.NotFound("page") : ContentPageView.Of(page);
        }
    }
}
