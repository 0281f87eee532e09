using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Activates the actor's second factor, given a first code that its app made. The account's other sessions end.
/// </summary>
/// <param name="Session">Secret of the session that sends the request and stays; null: all sessions end.</param>
public sealed record ActivateSecondFactor(string Code, string? Session) : ICommand<RecoveryCodes>
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, ISeal seal, IOneTimeCodes codes, TimeProvider time)
        : IRequestHandler<ActivateSecondFactor, Outcome<RecoveryCodes>>
    {
        public async Task<Outcome<RecoveryCodes>> Handle(
            ActivateSecondFactor request,
            CancellationToken cancellationToken
        )
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var factor = await db.SecondFactors.SingleOrDefaultAsync(f => f.UserId == actor.Key, cancellationToken);
            if (factor is null)
                return AccountErrors.NoSecondFactor;
            if (factor.IsActivated)
                return AccountErrors.SecondFactorActive;
            var now = time.GetUtcNow();
            var secret = seal.Unprotect(factor.SealedSecret, SecondFactors.OwnerOf(actor.Key));
            if (codes.FindTimeStep(secret, request.Code, now) is not { } step)
                return AccountErrors.WrongCode;

            string[] recoveryCodes =
            [
                .. Enumerable.Range(0, SecondFactor.RecoveryCodeCount).Select(_ => SecondFactors.NewRecoveryCode()),
            ];
            factor.Activate(step, [.. recoveryCodes.Select(SecondFactors.DigestOf)]);
            await db.EndSessionsAsync(actor.Key, request.Session, cancellationToken);
            await MarkCurrentSessionAsync(actor.Key, request.Session, cancellationToken);
            var user = await db.Users.SingleAsync(u => u.Id == actor.Key, cancellationToken);
            user.RecordSecondFactorActivated(now);
            return new RecoveryCodes(recoveryCodes);
        }

        /// <summary>The session that sent the code counts as one with a second factor from now on.</summary>
        async Task MarkCurrentSessionAsync(long userId, string? session, CancellationToken cancellationToken)
        {
            if (session is null)
                return;
            var digest = Secret.Digest(session);
            var credential = await db.Credentials.SingleOrDefaultAsync(
                c => c.UserId == userId && c.Kind == CredentialKind.Session && c.Digest == digest,
                cancellationToken
            );
            credential?.ConfirmSecondFactor();
        }
    }
}

/// <summary>Codes for log-ins without the device. They are shown only in this answer; each works once.</summary>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes);
