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

/// <summary>
/// Finds out who presents the secret of a log-in or an API token. Unknown, expired and revoked secrets, and those of an
/// inactive account, are refused with the same error.
/// </summary>
/// <param name="Kinds">What can be presented in this way.</param>
public sealed record Authenticate(string Secret, params CredentialKind[] Kinds) : IQuery<Authenticated>, IAnonymous
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
                    && request.Kinds.Contains(credential.Kind)
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
            var rights = found.IsSuperuser ? SiteRights.All : found.GivenRights;
            var isLastUseOutdated =
                found.credential.LastUsedAt is not { } last || now - last >= RecordCredentialUse.Interval;
            return new Authenticated(
                ActorOf(found.credential, found.Id, found.Uuid, found.IsResearcher, rights),
                found.credential.Kind,
                found.credential.Uuid,
                isLastUseOutdated
            );
        }

        Actor ActorOf(Credential credential, long key, Guid id, bool isResearcher, SiteRights rights)
        {
            if (
                credential.Kind is not CredentialKind.ApiToken
                && !credential.IsTwoFactor
                && rules.RequiresSecondFactor(isResearcher, rights)
            )
                return new Actor(key, id, IsResearcher: false, SiteRights.None, LacksSecondFactor: true)
                {
                    CredentialKey = credential.Id,
                };
            if (credential.Scope is not { } scope)
                return new Actor(key, id, isResearcher, rights) { CredentialKey = credential.Id };
            return new Actor(key, id, isResearcher, Limit(rights, scope), scope) { CredentialKey = credential.Id };
        }

        /// <summary>
        /// A token with a scope never grants rights beyond studies. When the scope names studies, only the owner's roles
        /// in these studies count, not the owner's rights on all studies.
        /// </summary>
        static SiteRights Limit(SiteRights rights, TokenScope scope)
        {
            var onStudies = scope.Studies is [] ? rights.OnStudies : StudyRight.None;
            return new SiteRights(SiteRight.None, onStudies, LabRight.None);
        }
    }
}

/// <summary>The owner of a valid credential.</summary>
/// <param name="Actor">The owner, with the rights that the credential gives.</param>
/// <param name="Kind">What was presented.</param>
/// <param name="Credential">The credential's uuid.</param>
/// <param name="IsLastUseOutdated">Whether the recorded time of last use is outdated and should be updated.</param>
public sealed record Authenticated(Actor Actor, CredentialKind Kind, Guid Credential, bool IsLastUseOutdated);
