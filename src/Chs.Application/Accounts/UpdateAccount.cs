using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Changes the actor's names. A name that is null stays as it is.</summary>
public sealed record UpdateAccount(string? GivenName, string? FamilyName, string? Nickname)
    : ICommand<AccountView>,
        IOpenToFamilies
{
    internal sealed class Validator : AbstractValidator<UpdateAccount>
    {
        public Validator()
        {
            RuleFor(x => x.GivenName).MaximumLength(255).MustBeClean();
            RuleFor(x => x.FamilyName).MaximumLength(255).MustBeClean();
            RuleFor(x => x.Nickname).MaximumLength(255).MustBeClean();
        }
    }

    internal sealed class Handler(AccountFinder accounts, AccountViews views, TimeProvider time)
        : IRequestHandler<UpdateAccount, Outcome<AccountView>>
    {
        public async Task<Outcome<AccountView>> Handle(UpdateAccount request, CancellationToken cancellationToken)
        {
            var user = await accounts.FindOwnAsync(cancellationToken);
            var name = new PersonName(
                request.GivenName?.Trim() ?? user.GivenName,
                request.FamilyName?.Trim() ?? user.FamilyName,
                request.Nickname?.Trim() ?? user.Nickname
            );
            if (user.IsResearcher && ResearcherNames.Check(name) is { } refused)
                return refused;
            user.Rename(name, time.GetUtcNow());
            return await views.OfAsync(user, cancellationToken);
        }
    }
}
