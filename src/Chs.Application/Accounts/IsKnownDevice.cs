using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Whether the account that logs in with an address knows a browser.</summary>
/// <param name="Device">The browser that asks.</param>
/// <param name="Email">As typed.</param>
public sealed record IsKnownDevice(Device Device, string Email) : IQuery<bool>, IAnonymous
{
    internal sealed class Handler(AccountsByEmail accounts) : IRequestHandler<IsKnownDevice, Outcome<bool>>
    {
        public async Task<Outcome<bool>> Handle(IsKnownDevice request, CancellationToken cancellationToken)
        {
            var holder = await accounts.FindByEmailAsync(request.Email, cancellationToken);
            return holder is not null && request.Device.IsKnownTo(holder);
        }
    }
}
