using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Returns the actor's own account.</summary>
public sealed record ReadOwnAccount : IQuery<AccountView>, IWithinScope
{
    internal sealed class Handler(AccountFinder accounts, AccountViews views)
        : IRequestHandler<ReadOwnAccount, Outcome<AccountView>>
    {
        public async Task<Outcome<AccountView>> Handle(ReadOwnAccount request, CancellationToken cancellationToken)
        {
            var user = await accounts.FindOwnAsync(cancellationToken);
            return await views.OfAsync(user, cancellationToken);
        }
    }
}
