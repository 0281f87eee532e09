using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Domain;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Stores that the actor agrees to texts of the site, as they were read.</summary>
public sealed record AcceptTexts(IReadOnlyList<AcceptedText> AcceptedTexts)
    : ICommand<AccountView>,
        ISessionOnly,
        IOpenToFamilies
{
    internal sealed class Validator : AbstractValidator<AcceptTexts>
    {
        public Validator() => RuleFor(x => x.AcceptedTexts).NotNull().MustHoldAtMost(SignUp.MostTexts);
    }

    internal sealed class Handler(AccountFinder accounts, AccountViews views, SiteTexts texts, TimeProvider time)
        : IRequestHandler<AcceptTexts, Outcome<AccountView>>
    {
        public async Task<Outcome<AccountView>> Handle(AcceptTexts request, CancellationToken cancellationToken)
        {
            var found = await texts.FindAsync(request.AcceptedTexts, cancellationToken);
            if (found.Failed)
                return found.Error;
            var user = await accounts.FindOwnAsync(cancellationToken);
            texts.Accept(user, found.Value, time.GetUtcNow());
            var view = await views.OfAsync(user, cancellationToken);
            // What is saved after this answer counts already.
            var accepted = found.Value.Select(page => page.Slug).ToList();
            return view with { TextsToAccept = [.. view.TextsToAccept.Where(text => !accepted.Contains(text.Slug))] };
        }
    }
}
