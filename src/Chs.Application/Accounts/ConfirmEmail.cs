using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>
/// Confirms an account's e-mail address with the link of a mail. Needs no log-in; following the link again changes
/// nothing.
/// </summary>
public sealed record ConfirmEmail(string Token) : ICommand, IAnonymous
{
    internal sealed class Handler(AccountLinks links, TimeProvider time) : IRequestHandler<ConfirmEmail, Outcome>
    {
        public async Task<Outcome> Handle(ConfirmEmail request, CancellationToken cancellationToken)
        {
            if (await links.FindForEmailAsync(request.Token, cancellationToken) is not { } user)
                return AccountErrors.BadLink;
            user.ConfirmEmail(time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}
