using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Completes a log-in with a code of the authenticator app or a recovery code. The session gets a new secret.
/// </summary>
/// <param name="Session">Secret of the pending session.</param>
public sealed record ConfirmLogIn(string Session, string Code) : ICommand<OpenedSession>, IAnonymous
{
    internal sealed class Handler(IChsDb db, ISeal seal, IOneTimeCodes codes, TimeProvider time)
        : IRequestHandler<ConfirmLogIn, Outcome<OpenedSession>>
    {
        public async Task<Outcome<OpenedSession>> Handle(ConfirmLogIn request, CancellationToken cancellationToken)
        {
            var now = time.GetUtcNow();
            var pending = await db.PendingSession(request.Session, now).SingleOrDefaultAsync(cancellationToken);
            if (pending is null)
                return Error.Unauthenticated;
            var user = await db.Users.SingleAsync(u => u.Id == pending.UserId, cancellationToken);
            var factor = await db.SecondFactors.SingleOrDefaultAsync(
                f => f.UserId == user.Id && f.IsActivated,
                cancellationToken
            );
            if (factor is null || !user.IsActive)
                return Error.Unauthenticated;
            if (!SecondFactors.TryUseCode(factor, request.Code, seal, codes, now))
                return AccountErrors.WrongCode;
            db.Credentials.Remove(pending);
            db.Audit.Add(AuditEntry.Of(user.Uuid, "log in", user.Uuid, """{"secondFactor":true}""", now));
            return db.OpenSession(user, isPending: false, now, isTwoFactor: true);
        }
    }
}
