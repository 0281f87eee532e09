using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Who presents this secret. Refused alike when it is unknown, expired, revoked or its owner inactive.</summary>
public sealed record Authenticate(string Secret, CredentialKind Kind) : IQuery<Authenticated>
{
    internal sealed class Handler(IChsDb db, AccountRules rules, TimeProvider time)
        : IRequestHandler<Authenticate, Outcome<Authenticated>>
    {
        public async Task<Outcome<Authenticated>> Handle(Authenticate request, CancellationToken cancellationToken)
        {
            var digest = Accounts.Secret.Digest(request.Secret);
            var now = time.GetUtcNow();
            var found = await (
                from credential in db.Credentials.AsNoTracking()
                where
                    credential.Digest == digest
                    && credential.Kind == request.Kind
                    && !credential.IsPending
                    && (credential.ExpiresAt == null || credential.ExpiresAt > now)
                join owner in db.Users on credential.UserId equals owner.Id
                where owner.IsActive
                select new
                {
                    credential,
                    owner.Id,
                    owner.Uuid,
                    owner.IsResearcher,
                    owner.IsSuperuser,
                    owner.GivenRights,
                }
            ).FirstOrDefaultAsync(cancellationToken);
            if (found is null)
                return Error.Unauthenticated;
            var rights = found.IsSuperuser ? SiteRights.Everything : found.GivenRights;
            var isDue = found.credential.LastUsedAt is not { } last || now - last >= RecordTokenUse.Every;
            return new Authenticated(
                ActorOf(found.credential, found.Id, found.Uuid, found.IsResearcher, rights),
                found.credential.Uuid,
                isDue
            );
        }

        Actor ActorOf(Credential credential, long key, Guid id, bool isResearcher, SiteRights rights)
        {
            if (
                credential.Kind is CredentialKind.Session
                && !credential.IsTwoFactor
                && rules.DemandsSecondFactor(isResearcher, rights)
            )
                return new Actor(key, id, IsResearcher: false, SiteRights.None, LacksSecondFactor: true);
            if (credential.Scope is not { } scope)
                return new Actor(key, id, isResearcher, rights);
            // What reaches beyond studies is in no key's scope, and a key for some studies is for its owner's roles in them.
            return new Actor(
                key,
                id,
                isResearcher,
                new SiteRights(SiteRight.None, scope.Studies is [] ? rights.OnStudies : StudyRight.None, LabRight.None),
                scope
            );
        }
    }
}

/// <summary>Whose credential it is.</summary>
/// <param name="Actor">The owner, as far as the credential reaches.</param>
/// <param name="Credential">Which it is.</param>
/// <param name="IsUseToBeNoted">Whether its last use was noted long enough ago.</param>
public sealed record Authenticated(Actor Actor, Guid Credential, bool IsUseToBeNoted);

/// <summary>Notes that a credential is in use, to the minute: so that its owner sees which are forgotten.</summary>
public sealed record RecordTokenUse(Guid Credential) : ICommand
{
    /// <summary>No more often than this.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    internal sealed class Handler(IChsDb db, TimeProvider time) : IRequestHandler<RecordTokenUse, Outcome>
    {
        public async Task<Outcome> Handle(RecordTokenUse request, CancellationToken cancellationToken)
        {
            var (now, due) = (time.GetUtcNow(), time.GetUtcNow() - Every);
            await db
                .Credentials.Where(c => c.Uuid == request.Credential && (c.LastUsedAt == null || c.LastUsedAt <= due))
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.LastUsedAt, now), cancellationToken);
            return Outcome.Ok;
        }
    }
}
