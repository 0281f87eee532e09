using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Confirms that one of the actor's API tokens is the actor's own, in a log-in with the second factor: from then on it is
/// as good as one that was made there.
/// </summary>
/// <remarks>
/// Nothing else makes tokens good again. Whoever sets up a second factor knows of the tokens that they made, not of those
/// that a thief of the password made before.
/// </remarks>
public sealed record ConfirmToken(Guid TokenId) : ICommand, ISessionOnly
{
    internal sealed class Handler(IChsDb db, SecondFactors factors, Actor actor, TimeProvider time)
        : IRequestHandler<ConfirmToken, Outcome>
    {
        public async Task<Outcome> Handle(ConfirmToken request, CancellationToken cancellationToken)
        {
            if (!await factors.WasShownByAsync(actor, cancellationToken))
                return AccountErrors.SecondFactorNeeded;
            var token = await db.Credentials.SingleOrDefaultAsync(
                c => c.Uuid == request.TokenId && c.UserId == actor.Key && c.Kind == CredentialKind.ApiToken,
                cancellationToken
            );
            if (token is null)
                return Error.NotFound("token");
            token.ConfirmSecondFactor();
            db.Audit.Add(AuditEntry.Of(actor.Id, "confirm token", token.Uuid, "{}", time.GetUtcNow()));
            return Outcome.Ok;
        }
    }
}
