using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Who presents this secret. Refused alike when it is unknown, expired, revoked or its owner inactive.</summary>
public sealed record Authenticate(string Secret, CredentialKind Kind) : IQuery<Actor>
{
    internal sealed class Handler(IChsDb db, TimeProvider time) : IRequestHandler<Authenticate, Outcome<Actor>>
    {
        public async Task<Outcome<Actor>> Handle(Authenticate request, CancellationToken cancellationToken)
        {
            var digest = Accounts.Secret.Digest(request.Secret);
            var now = time.GetUtcNow();
            var user = await (
                from credential in db.Credentials
                where credential.Digest == digest && credential.Kind == request.Kind && !credential.IsPending && (credential.ExpiresAt == null || credential.ExpiresAt > now)
                join owner in db.Users on credential.UserId equals owner.Id
                where owner.IsActive
                select new { owner.Id, owner.Uuid, owner.IsResearcher, owner.IsSuperuser, owner.GivenRights }).FirstOrDefaultAsync(cancellationToken);
            if (user is null) return Error.Unauthenticated;
            return new Actor(user.Id, user.Uuid, user.IsResearcher, user.IsSuperuser ? SiteRights.Everything : user.GivenRights);
        }
    }
}
