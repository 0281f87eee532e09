using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Sends another mail with a link that confirms the actor's address, unless it is confirmed already.</summary>
public sealed record AskToConfirmEmail : ICommand, ISessionOnly, IOpenToFamilies
{
    internal sealed class Preparation(AttemptLimits limits, Actor actor) : IPreparation<AskToConfirmEmail>
    {
        public Task<Outcome> PrepareAsync(AskToConfirmEmail request, CancellationToken cancellationToken) =>
            limits.CountMailAsync(actor, cancellationToken);
    }

    internal sealed class Handler(AccountFinder accounts, TimeProvider time)
        : IRequestHandler<AskToConfirmEmail, Outcome>
    {
        public async Task<Outcome> Handle(AskToConfirmEmail request, CancellationToken cancellationToken)
        {
            var user = await accounts.FindOwnAsync(cancellationToken);
            user.RequestEmailConfirmation(time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}
