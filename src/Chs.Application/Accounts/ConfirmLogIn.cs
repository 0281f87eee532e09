using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Completes a log-in with a code of the authenticator app or a recovery code. The session gets a new secret. A wrong
/// code is written to the audit log, in a transaction of its own.
/// </summary>
/// <remarks>What becomes of wrong codes is written down although the log-in isn't opened.</remarks>
/// <param name="Session">Secret of the pending session.</param>
/// <param name="Device">The browser that sends the code, if somebody has logged in there before.</param>
public sealed record ConfirmLogIn(string Session, string Code, Device? Device = null)
    : IRequest<Outcome<OpenedSession>>,
        IOwnTransactions,
        IAnonymous
{
    internal sealed class Handler(
        IChsDb db,
        Transactions transactions,
        LogInSessions sessions,
        LogInRefusals refusals,
        SecondFactors factors,
        LogInCodes codes,
        TimeProvider time
    ) : IRequestHandler<ConfirmLogIn, Outcome<OpenedSession>>
    {
        public async Task<Outcome<OpenedSession>> Handle(ConfirmLogIn request, CancellationToken cancellationToken)
        {
            if (await FindUserAsync(request, cancellationToken) is not { } user)
                return Error.Unauthenticated;
            db.ClearTracked();
            var opened = await codes.TryAsync(
                user.Uuid,
                user.SecondFactor!,
                request.Device?.IsKnownTo(user) is true ? request.Device : null,
                () => OpenAsync(request, cancellationToken),
                cancellationToken
            );
            if (AccountErrors.IsWrongCode(opened.Error))
                await RecordRefusalAsync(user.Uuid, cancellationToken);
            return opened;
        }

        async Task<Outcome<OpenedSession>> OpenAsync(ConfirmLogIn request, CancellationToken cancellationToken)
        {
            if (await FindUserAsync(request, cancellationToken) is not { } user)
                return Error.Unauthenticated;
            if (!factors.TryUseCode(user.SecondFactor!, request.Code))
                return AccountErrors.WrongCode;

            var pending = await sessions.FindPendingAsync(request.Session, cancellationToken);
            db.Credentials.Remove(pending!);
            db.Audit.Add(AuditEntry.Of(user.Uuid, "log in", user.Uuid, """{"secondFactor":true}""", time.GetUtcNow()));
            var opened = await sessions.OpenAsync(user, LogInStep.TwoFactors, cancellationToken);
            return opened with { SecondFactor = SecondFactors.FingerprintOf(user.SecondFactor!) };
        }

        /// <returns>Whose log-in waits for a code; null when nobody's does.</returns>
        async Task<User?> FindUserAsync(ConfirmLogIn request, CancellationToken cancellationToken)
        {
            if (await sessions.FindPendingAsync(request.Session, cancellationToken) is not { } pending)
                return null;
            var user = await db
                .Users.Include(u => u.SecondFactor)
                .SingleAsync(u => u.Id == pending.UserId, cancellationToken);
            return user is { IsActive: true, SecondFactor.IsActivated: true } ? user : null;
        }

        async Task RecordRefusalAsync(Guid account, CancellationToken cancellationToken) =>
            await transactions.RunAsync(
                () =>
                {
                    refusals.Add(account, isSecondFactor: true);
                    return Task.FromResult(Outcome.Ok);
                },
                cancellationToken
            );
    }
}
