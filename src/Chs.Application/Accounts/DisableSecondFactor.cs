using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>
/// Removes the actor's second factor. Needs one of its codes or a recovery code. Where the site demands one, the account's
/// log-ins lack it from then on.
/// </summary>
public sealed record DisableSecondFactor(string Code) : ICommand, ISessionOnly
{
    internal sealed class Preparation(AttemptLimits limits, Actor actor) : IPreparation<DisableSecondFactor>
    {
        public Task<Outcome> PrepareAsync(DisableSecondFactor request, CancellationToken cancellationToken) =>
            limits.CountCodeAsync(actor, cancellationToken);
    }

    internal sealed class Handler(
        AccountFinder accounts,
        SecondFactors factors,
        LogInSessions sessions,
        ExternalIdentities identities,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<DisableSecondFactor, Outcome>
    {
        public async Task<Outcome> Handle(DisableSecondFactor request, CancellationToken cancellationToken)
        {
            var user = await accounts.FindOwnWithSecondFactorAsync(cancellationToken);
            if (user.SecondFactor is not { IsActivated: true } factor)
                return AccountErrors.NoSecondFactor;
            if (!factors.TryUseCode(factor, request.Code))
                return AccountErrors.WrongCodeInSession;
            await sessions.ForgetSecondFactorAsync(user.Id, cancellationToken);
            await identities.EndSecondFactorOfLinksAsync(user, cancellationToken);
            return user.DisableSecondFactor(actor.Deed(time));
        }
    }
}
