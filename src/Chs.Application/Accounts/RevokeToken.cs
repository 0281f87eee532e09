using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Revokes one of the actor's API tokens.</summary>
public sealed record RevokeToken(Guid TokenId) : ICommand, IOpenToFamilies
{
    internal sealed class Handler(IChsDb db, Actor actor, TimeProvider time) : IRequestHandler<RevokeToken, Outcome>
    {
        public async Task<Outcome> Handle(RevokeToken request, CancellationToken cancellationToken)
        {
            var revoked = await db
                .Credentials.Where(c =>
                    c.Uuid == request.TokenId && c.UserId == actor.Key && c.Kind == CredentialKind.ApiToken
                )
                .ExecuteDeleteAsync(cancellationToken);
            if (revoked == 0)
                return Error.NotFound("token");
            db.Audit.Add(AuditEntry.Of(actor.Id, "revoke token", request.TokenId, "{}", time.GetUtcNow()));
            return Outcome.Ok;
        }
    }
}
