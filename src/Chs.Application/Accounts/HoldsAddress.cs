using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Whether it is this account that logs in with an address.</summary>
/// <param name="AccountId">An account to which the asking browser has logged in before.</param>
/// <param name="Email">As typed.</param>
public sealed record HoldsAddress(Guid AccountId, string Email) : IQuery<bool>, IAnonymous
{
    internal sealed class Handler(AccountsByEmail accounts) : IRequestHandler<HoldsAddress, Outcome<bool>>
    {
        public async Task<Outcome<bool>> Handle(HoldsAddress request, CancellationToken cancellationToken)
        {
            var holder = await accounts.FindByEmailAsync(request.Email, cancellationToken);
            return holder?.Uuid == request.AccountId;
        }
    }
}
