using System.Text.Json.Serialization;
using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>
/// Activates the actor's second factor, given a first code that its app made. The account's other sessions end, and
/// log-ins elsewhere ask for its codes until they are linked again.
/// </summary>
/// <param name="Session">Secret of the session that sends the request and stays; null: all sessions end.</param>
public sealed record ActivateSecondFactor(string Code, string? Session)
    : ICommand<RecoveryCodes>,
        ISessionOnly,
        IOpenToFamilies
{
    internal sealed class Preparation(AttemptLimits limits, Actor actor) : IPreparation<ActivateSecondFactor>
    {
        public Task<Outcome> PrepareAsync(ActivateSecondFactor request, CancellationToken cancellationToken) =>
            limits.CountCodeAsync(actor, cancellationToken);
    }

    internal sealed class Handler(
        AccountFinder accounts,
        SecondFactors factors,
        LogInSessions sessions,
        ExternalIdentities identities,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<ActivateSecondFactor, Outcome<RecoveryCodes>>
    {
        public async Task<Outcome<RecoveryCodes>> Handle(
            ActivateSecondFactor request,
            CancellationToken cancellationToken
        )
        {
            var user = await accounts.FindOwnWithSecondFactorAsync(cancellationToken);
            if (user.SecondFactor is not { } factor)
                return AccountErrors.NoSecondFactor;
            if (factor.IsActivated)
                return AccountErrors.SecondFactorActive;
            if (factors.FindTimeStep(factor, request.Code) is not { } step)
                return AccountErrors.WrongCodeInSession;

            string[] codes =
            [
                .. Enumerable.Range(0, SecondFactor.RecoveryCodeCount).Select(_ => RecoveryCode.Create()),
            ];
            string[] digests = [.. codes.Select(code => factors.DigestOf(factor, code))];
            var activated = user.ActivateSecondFactor(step, digests, time.GetUtcNow());
            if (activated.Failed)
                return activated.Error;
            await identities.EndSecondFactorOfLinksAsync(user, cancellationToken);
            await sessions.EndOthersAsync(actor.Key, request.Session, cancellationToken);
            await MarkSessionAsync(user, request.Session, cancellationToken);
            return new RecoveryCodes(codes)
            {
                LogIn = new RememberedLogIn(user.Uuid, SecondFactors.FingerprintOf(factor)),
            };
        }

        /// <summary>The session that sent the code counts as one with a second factor from now on.</summary>
        async Task MarkSessionAsync(User user, string? session, CancellationToken cancellationToken)
        {
            if (session is null)
                return;
            var credential = await sessions.FindAsync(user, session, cancellationToken);
            credential?.ConfirmSecondFactor();
        }
    }
}

/// <summary>Codes for log-ins without the device. They are shown only in this answer; each works once.</summary>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes)
{
    /// <summary>What the browser in which the code was entered remembers.</summary>
    [JsonIgnore]
    public RememberedLogIn? LogIn { get; init; }
}
