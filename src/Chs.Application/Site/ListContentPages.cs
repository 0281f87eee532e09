using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Site;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Site;

/// <summary>Lists the site's pages by name. Unpublished ones are listed for its staff only.</summary>
public sealed record ListContentPages : PagedQuery, IQuery<Page<ContentPageItem>>, IWithinScope, IAnonymous
{
    /// <summary>Only pages in this language, such as <c>en</c>.</summary>
    public string? Language { get; init; }

    internal sealed class Validator : PagedValidator<ListContentPages>
    {
        public Validator() => RuleFor(q => q.Language).MaximumLength(35).MustBeClean();
    }

    internal sealed class Handler(IChsDb db, SiteStaff staff)
        : IRequestHandler<ListContentPages, Outcome<Page<ContentPageItem>>>
    {
        static readonly Keyset<ContentPage> ByName = Keyset.By<ContentPage>(p => p.Slug, p => p.Id);

        public async Task<Outcome<Page<ContentPageItem>>> Handle(
            ListContentPages request,
            CancellationToken cancellationToken
        )
        {
            var isStaff = staff.IsEditor;
            var pages = db.ContentPages.AsNoTracking().Where(p => p.IsPublished || isStaff);
            if (request.Language is { } language)
                pages = pages.Where(p => p.Language == language);
            var total = await pages.CountIfAskedAsync(request, cancellationToken);
            var rows = await ByName
                .PageOf(pages, request)
                .Select(p => new
                {
                    p.Id,
                    Item = new ContentPageItem(p.Uuid, p.Slug, p.Language, p.Title, p.IsPublished),
                })
                .ToListAsync(cancellationToken);
            return Page.Create(request, rows, total, row => new Cursor(row.Item.Slug, row.Id), row => row.Item);
        }
    }
}

/// <summary>A page of the site in a list.</summary>
/// <param name="Id">The page.</param>
/// <param name="Slug">Name in URLs.</param>
/// <param name="Language">A language tag.</param>
/// <param name="Title">The heading.</param>
/// <param name="IsPublished">Whether it is shown to everybody; otherwise to the staff only.</param>
public sealed record ContentPageItem(Guid Id, string Slug, string Language, string Title, bool IsPublished);
