using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Sends another mail with a link that confirms the actor's address, unless it is confirmed already.</summary>
public sealed record AskToConfirmEmail : ICommand, ISessionOnly, IOpenToFamilies
{
    internal sealed class Handler(AccountFinder accounts, IAttemptLimit attempts, Actor actor, TimeProvider time)
        : IRequestHandler<AskToConfirmEmail, Outcome>
    {
        public async Task<Outcome> Handle(AskToConfirmEmail request, CancellationToken cancellationToken)
        {
            if (attempts.CountMail(actor.Id) is { } wait)
                return AccountErrors.TooManyAttempts(wait);
            var user = await accounts.FindOwnAsync(cancellationToken);
            user.RequestEmailConfirmation(time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}
