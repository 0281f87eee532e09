using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using FluentValidation;
using MediatR;

namespace Chs.Application.Site;

/// <summary>Changes a page of the site. For its staff.</summary>
public sealed record UpdateContentPage(string Slug, string Language, ContentPageInput Page, int? IfVersion)
    : ICommand<ContentPageView>
{
    internal sealed class Validator : AbstractValidator<UpdateContentPage>
    {
        public Validator() =>
            RuleFor(x => x.Page).SetValidator(new ContentPageInput.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<UpdateContentPage, Outcome<ContentPageView>>
    {
        public async Task<Outcome<ContentPageView>> Handle(
            UpdateContentPage request,
            CancellationToken cancellationToken
        )
        {
            if (SiteStaff.RefusalFor(current.Actor) is { } refused)
                return refused;
            if (await db.FindContentPageAsync(request.Slug, request.Language, cancellationToken) is not { } page)
                return Error.NotFound("page");
            if (request.IfVersion is { } expected && expected != page.Version)
                return Error.StaleAt(page.Version);
            page.Update(
                request.Page.Title,
                request.Page.Markdown,
                request.Page.IsPublished,
                current.Actor!.Id,
                time.GetUtcNow()
            );
            return ContentPageView.Of(page);
        }
    }
}
