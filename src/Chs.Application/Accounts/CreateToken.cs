using Chs.Application.Access;
using Chs.Application.Idempotency;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Creates an API token for the actor. A token with a scope can't create tokens; one without makes none that is valid for
/// longer, and ends those that it made with it.
/// </summary>
/// <param name="Label">What the token is for, in the actor's words.</param>
/// <param name="ValidDays">Null: the token is valid until it is revoked.</param>
/// <param name="Scope">Null: the token has all of the actor's rights.</param>
public sealed record CreateToken(string Label, int? ValidDays, TokenScope? Scope = null) : ICommand<CreatedToken>
{
    const int MaximumStudies = 100;

    internal sealed class Validator : AbstractValidator<CreateToken>
    {
        public Validator()
        {
            RuleFor(x => x.Label).NotEmpty().MaximumLength(100).MustBeClean();
            RuleFor(x => x.ValidDays).InclusiveBetween(1, 3660);
            RuleFor(x => x.Scope!.Studies)
                .MustHoldAtMost(MaximumStudies)
                .When(x => x.Scope is not null)
                .OverridePropertyName("Studies");
        }
    }

    internal sealed class Handler(
        IChsDb db,
        AccountFinder accounts,
        AccessControl access,
        SecondFactors factors,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<CreateToken, Outcome<CreatedToken>>
    {
        public async Task<Outcome<CreatedToken>> Handle(CreateToken request, CancellationToken cancellationToken)
        {
            Guid[] studies = [.. request.Scope?.Studies.Distinct() ?? []];
            var unknown = await FindUnknownAsync(studies, cancellationToken);
            if (unknown is not [])
                return Error.Invalid(unknown);

            var user = await accounts.FindOwnAsync(cancellationToken);
            var maker = await FindMakerAsync(cancellationToken);
            // An imported key works without the second factor, but makes nothing that would.
            if (maker is not { IsTwoFactor: true } && await factors.AreDemandedOfAsync(user, cancellationToken))
                return AccountErrors.SecondFactorNeeded;
            if (maker is { Kind: CredentialKind.ApiToken } && OutlivesMaker(request, maker) is { } fault)
                return fault;
            var secret = Secret.NewToken();
            var token = user.IssueToken(
                Secret.Digest(secret),
                request.Label,
                request.ValidDays is { } days ? TimeSpan.FromDays(days) : null,
                request.Scope is null ? null : request.Scope with { Studies = studies },
                maker,
                actor.Deed(time)
            );
            db.Credentials.Add(token);
            return CreatedToken.Of(token, secret);
        }

        /// <returns>The log-in or token that sends the request.</returns>
        Task<Credential?> FindMakerAsync(CancellationToken cancellationToken) =>
            db.Credentials.AsNoTracking().SingleOrDefaultAsync(c => c.Id == actor.CredentialKey, cancellationToken);

        /// <returns>Why a token can't make one that is valid for so long; null: it can.</returns>
        Error? OutlivesMaker(CreateToken request, Credential maker)
        {
            if (maker.ExpiresAt is not { } end)
                return null;
            var outlives = request.ValidDays is not { } days || time.GetUtcNow().AddDays(days) > end;
            return outlives ? AccountErrors.OutlivesItsMaker(end) : null;
        }

        /// <summary>A fault for each of the studies that the actor can't see.</summary>
        async Task<Fault[]> FindUnknownAsync(Guid[] studies, CancellationToken cancellationToken)
        {
            var visible = await db
                .Studies.Where(await access.VisibleStudiesAsync(cancellationToken))
                .Where(s => studies.Contains(s.Uuid))
                .Select(s => s.Uuid)
                .ToListAsync(cancellationToken);
            return
            [
                .. studies
                    .Except(visible)
                    .Select(id => new Fault(
                        $"/studies/{Array.IndexOf(studies, id)}",
                        "unknown",
                        "There is no such study, or it isn't yours to see."
                    )),
            ];
        }
    }
}

/// <summary>A new API token with its secret.</summary>
/// <param name="Id">The token.</param>
/// <param name="Label">What the token is for, in its owner's words.</param>
/// <param name="Key">
/// The secret, 40 hex digits. Only its hash is stored: it is null when the request is repeated with its
/// <c>Idempotency-Key</c>. Whoever missed it revokes the token and creates another.
/// </param>
/// <param name="IsReadOnly">Whether the token can't change anything.</param>
/// <param name="IsDeidentified">Whether the token can't see data that could identify a family.</param>
/// <param name="Studies">The studies that the token can access; empty: all of yours.</param>
/// <param name="CreatedAt">When the token was created.</param>
/// <param name="ExpiresAt">When the token expires; null: it is valid until it is revoked.</param>
public sealed record CreatedToken(
    Guid Id,
    string Label,
    [property: ShownOnce] string? Key,
    bool IsReadOnly,
    bool IsDeidentified,
    IReadOnlyList<Guid> Studies,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt
)
{
    internal static CreatedToken Of(Credential token, string key) =>
        new(
            token.Uuid,
            token.Label,
            key,
            token.IsReadOnly,
            token.IsDeidentified,
            token.Scope?.Studies ?? [],
            token.CreatedAt,
            token.ExpiresAt
        );
}
