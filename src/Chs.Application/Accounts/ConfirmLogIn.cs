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
    internal sealed class Preparation(IChsDb db, LogInSessions sessions, AttemptLimits limits)
        : IPreparation<ConfirmLogIn>
    {
        public async Task<Outcome> PrepareAsync(ConfirmLogIn request, CancellationToken cancellationToken)
        {
            var user = await FindUserAsync(db, sessions, request, cancellationToken);
            return user is null ? Error.Unauthenticated : await limits.CountCodeAsync(user.Uuid, cancellationToken);
        }
    }

    internal sealed class Handler(IChsDb db, LogInSessions sessions, SecondFactors factors, TimeProvider time)
        : IRequestHandler<ConfirmLogIn, Outcome<OpenedSession>>
    {
        public async Task<Outcome<OpenedSession>> Handle(ConfirmLogIn request, CancellationToken cancellationToken)
        {
            if (await FindUserAsync(db, sessions, request, cancellationToken) is not { } user)
                return Error.Unauthenticated;
            if (!factors.TryUseCode(user.SecondFactor!, request.Code))
                return AccountErrors.WrongCode;

            var pending = await sessions.FindPendingAsync(request.Session, cancellationToken);
            db.Credentials.Remove(pending!);
            db.Audit.Add(AuditEntry.Of(user.Uuid, "log in", user.Uuid, """{"secondFactor":true}""", time.GetUtcNow()));
            return await sessions.OpenAsync(user, LogInStep.TwoFactors, cancellationToken);
        }
    }

    /// <returns>Whose log-in waits for a code; null when nobody's does.</returns>
    static async Task<User?> FindUserAsync(
        IChsDb db,
        LogInSessions sessions,
        ConfirmLogIn request,
        CancellationToken cancellationToken
    )
    {
        if (await sessions.FindPendingAsync(request.Session, cancellationToken) is not { } pending)
            return null;
        var user = await db
            .Users.Include(u => u.SecondFactor)
            .SingleAsync(u => u.Id == pending.UserId, cancellationToken);
        return user is { IsActive: true, SecondFactor.IsActivated: true } ? user : null;
    }
}
