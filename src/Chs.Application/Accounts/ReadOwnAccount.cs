using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Returns the actor's own account.</summary>
public sealed record ReadOwnAccount : IQuery<AccountView>, IWithinScope, INeedsPerson, IOpenToFamilies
{
    internal sealed class Handler(AccountFinder accounts, AccountViews views, Actor actor)
        : IRequestHandler<ReadOwnAccount, Outcome<AccountView>>
    {
        public async Task<Outcome<AccountView>> Handle(ReadOwnAccount request, CancellationToken cancellationToken)
        {
            // A key that is for some studies tells nothing of its owner.
            if (actor.IsLimitedToStudies)
                return AccountErrors.OutOfScope;
            var user = await accounts.FindOwnAsync(cancellationToken);
            return await views.OfAsync(user, cancellationToken);
        }
    }
}
