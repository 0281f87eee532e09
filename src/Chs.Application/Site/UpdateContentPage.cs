using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using FluentValidation;
using MediatR;

namespace Chs.Application.Site;

/// <summary>Changes a page of the site. For its staff.</summary>
public sealed record UpdateContentPage(string Slug, string Language, ContentPageInput Page, ExpectedVersions? IfVersion)
    : ICommand<ContentPageView>
{
    internal sealed class Validator : AbstractValidator<UpdateContentPage>
    {
        public Validator() =>
            RuleFor(x => x.Page).SetValidator(new ContentPageInput.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(ContentPageFinder pages, Actor actor, TimeProvider time)
        : IRequestHandler<UpdateContentPage, Outcome<ContentPageView>>
    {
        public async Task<Outcome<ContentPageView>> Handle(
            UpdateContentPage request,
            CancellationToken cancellationToken
        )
        {
            var found = await pages.FindAsync(request.Slug, request.Language, request.IfVersion, cancellationToken);
            if (found.Failed)
                return found.Error;
            var input = request.Page;
            found.Value.Update(input.Title, input.Markdown, input.IsPublished, actor.Deed(time));
            return ContentPageView.Of(found.Value);
        }
    }
}
