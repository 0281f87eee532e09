using Chs.Application.Access;
using Chs.Application.Labs;
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
            var valid = db
                .Credentials.AsNoTracking()
                .Where(c => c.Digest == digest && request.Kinds.Contains(c.Kind) && !c.IsPending)
                .Where(c => c.ExpiresAt == null || c.ExpiresAt > now);
            if (await OwnersOf(valid).FirstOrDefaultAsync(cancellationToken) is not { } found)
                return await FindLabTokenAsync(request, digest, cancellationToken);
            var credential = found.Credential;
            var isDemanded = rules.RequiresSecondFactor(found.IsResearcher || found.HasRole, found.Rights);
            var person = new Actor(found.Key, found.Id, found.IsResearcher, found.Rights, credential.Scope)
            {
                CredentialKey = credential.Id,
            };
            return new Authenticated(
                isDemanded && !rules.MeetsSecondFactor(credential) ? WithoutRights(person) : Limited(person),
                credential.Kind,
                credential.Uuid,
                IsOutdated(credential.LastUsedAt, now)
            );
        }

        IQueryable<Owner> OwnersOf(IQueryable<Credential> credentials)
        {
            var withRoles = db.Users.WithRoles(db);
            return from credential in credentials
                join owner in db.Users on credential.UserId equals owner.Id
                where owner.IsActive
                select new Owner
                {
                    Credential = credential,
                    Key = owner.Id,
                    Id = owner.Uuid,
                    IsResearcher = owner.IsResearcher,
                    IsSuperuser = owner.IsSuperuser,
                    GivenRights = owner.GivenRights,
                    HasRole = withRoles.Any(u => u.Id == owner.Id),
                };
        }

        /// <summary>
        /// A lab's key is nobody's, whoever made it: a role of its own, always with limits. It opens nothing once its keeper
        /// can't log in or doesn't manage the lab's researchers any more.
        /// </summary>
        async Task<Outcome<Authenticated>> FindLabTokenAsync(
            Authenticate request,
            byte[] digest,
            CancellationToken cancellationToken
        )
        {
            if (!request.Kinds.Contains(CredentialKind.ApiToken))
                return Error.Unauthenticated;
            var now = time.GetUtcNow();
            var found = await (
                from key in db.LabTokens.AsNoTracking().WithKeeper(db)
                where key.Digest == digest && (key.ExpiresAt == null || key.ExpiresAt > now)
                join keeper in db.Users on key.KeeperId equals keeper.Id
                select new
                {
                    Token = key,
                    Keeper = keeper.Id,
                    keeper.IsSuperuser,
                    keeper.GivenRights,
                }
            ).SingleOrDefaultAsync(cancellationToken);
            if (found is null)
                return Error.Unauthenticated;
            var token = found.Token;
            var rights = SiteRights.Of(found.IsSuperuser, found.GivenRights).OnStudies;
            var grant = new LabGrant(token.Id, token.LabId, token.Role, token.StudyRole, found.Keeper, rights);
            var actor = new Actor(0, token.Uuid, IsResearcher: false, SiteRights.None, token.Scope)
            {
                Lab = grant,
                // It opens what researchers of the lab see.
                LacksSecondFactor = rules.LacksSecondFactor(token),
            };
            return new Authenticated(actor, CredentialKind.ApiToken, token.Uuid, IsOutdated(token.LastUsedAt, now));
        }

        static bool IsOutdated(DateTimeOffset? lastUse, DateTimeOffset now) =>
            lastUse is not { } last || now - last >= RecordCredentialUse.Interval;

        /// <summary>The rule is asked whenever a secret is presented, so that one that is raised later holds for all.</summary>
        static Actor WithoutRights(Actor person) =>
            person with
            {
                IsResearcher = false,
                Rights = SiteRights.None,
                LacksSecondFactor = true,
            };

        static Actor Limited(Actor person) =>
            person.Scope is { } scope ? person with { Rights = Limit(person.Rights, scope) } : person;

        /// <summary>What is asked of a credential and its owner.</summary>
        sealed record Owner
        {
            public required Credential Credential { get; init; }
            public required long Key { get; init; }
            public required Guid Id { get; init; }
            public required bool IsResearcher { get; init; }
            public required bool IsSuperuser { get; init; }
            public required SiteRights GivenRights { get; init; }
            public required bool HasRole { get; init; }

            public SiteRights Rights => SiteRights.Of(IsSuperuser, GivenRights);
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
