using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Completes a log-in with a code of the authenticator app or a recovery code. The session gets a new secret. A refusal
/// is written to the audit log, in a transaction of its own.
/// </summary>
/// <param name="Session">Secret of the pending session.</param>
public sealed record ConfirmLogIn(string Session, string Code)
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
        IAttemptLimit attempts,
        TimeProvider time
    ) : IRequestHandler<ConfirmLogIn, Outcome<OpenedSession>>
    {
        public async Task<Outcome<OpenedSession>> Handle(ConfirmLogIn request, CancellationToken cancellationToken)
        {
            var opened = await transactions.RunAsync(() => ConfirmAsync(request, cancellationToken), cancellationToken);
            if (opened.Failed)
                await RecordRefusalAsync(request, cancellationToken);
            return opened;
        }

        async Task<Outcome<OpenedSession>> ConfirmAsync(ConfirmLogIn request, CancellationToken cancellationToken)
        {
            var pending = await sessions.FindPendingAsync(request.Session, cancellationToken);
            if (pending is null)
                return Error.Unauthenticated;
            var user = await db
                .Users.Include(u => u.SecondFactor)
                .SingleAsync(u => u.Id == pending.UserId, cancellationToken);
            if (!user.IsActive || user.SecondFactor is not { IsActivated: true } factor)
                return Error.Unauthenticated;
            if (attempts.CountAttempt(user.Uuid) is { } wait)
                return AccountErrors.TooManyAttempts(wait);
            if (!factors.TryUseCode(factor, request.Code))
                return AccountErrors.WrongCode;

            db.Credentials.Remove(pending);
            db.Audit.Add(AuditEntry.Of(user.Uuid, "log in", user.Uuid, """{"secondFactor":true}""", time.GetUtcNow()));
            return sessions.Open(user, LogInStep.TwoFactors);
        }

        /// <remarks>Nothing is written of a log-in that nobody has begun: no password was right.</remarks>
        Task RecordRefusalAsync(ConfirmLogIn request, CancellationToken cancellationToken) =>
            transactions.RunAsync(
                async () =>
                {
                    if (await sessions.FindPendingAsync(request.Session, cancellationToken) is not { } pending)
                        return Outcome.Ok;
                    var account = await db
                        .Users.Where(u => u.Id == pending.UserId)
                        .Select(u => u.Uuid)
                        .SingleAsync(cancellationToken);
                    refusals.Add(account, isSecondFactor: true);
                    return Outcome.Ok;
                },
                cancellationToken
            );
    }
}
