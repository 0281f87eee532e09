using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Site;
using FluentValidation;
using MediatR;

namespace Chs.Application.Site;

/// <summary>Creates a page of the site. For its staff.</summary>
public sealed record CreateContentPage(string Slug, string Language, ContentPageInput Page) : ICommand<ContentPageView>
{
    internal sealed class Validator : AbstractValidator<CreateContentPage>
    {
        public Validator()
        {
            RuleFor(x => x.Slug)
                .Must(TextRules.IsSlug)
                .WithErrorCode("not_a_slug")
                .WithMessage("Use 1…100 lower-case letters, digits and hyphens.");
            RuleFor(x => x.Language)
                .Matches("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
                .MaximumLength(35)
                .WithErrorCode("not_a_language")
                .WithMessage("Give a language tag such as en or pt-BR.");
            RuleFor(x => x.Page).SetValidator(new ContentPageInput.Validator()).OverridePropertyName("");
        }
    }

    internal sealed class Handler(IChsDb db, SiteStaff staff, Actor actor, TimeProvider time)
        : IRequestHandler<CreateContentPage, Outcome<ContentPageView>>
    {
        public Task<Outcome<ContentPageView>> Handle(CreateContentPage request, CancellationToken cancellationToken)
        {
            if (staff.Check() is { } refused)
                return Task.FromResult(Outcome<ContentPageView>.Refuse(refused));
            var page = ContentPage.Create(
                request.Slug,
                request.Language,
                request.Page.Title,
                request.Page.Markdown,
                request.Page.IsPublished,
                actor.Id,
                time.GetUtcNow()
            );
            db.ContentPages.Add(page);
            return Task.FromResult(Outcome<ContentPageView>.Of(ContentPageView.Of(page)));
        }
    }
}
