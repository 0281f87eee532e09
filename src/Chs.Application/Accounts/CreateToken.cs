using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Makes a key for scripts of the actor. A key of limited scope makes no keys.</summary>
/// <param name="Label">What it is for.</param>
/// <param name="ValidDays">Null: until revoked.</param>
/// <param name="Scope">Null: whatever the actor may.</param>
public sealed record CreateToken(string Label, int? ValidDays, TokenScope? Scope = null) : ICommand<CreatedToken>
{
    const int MostStudies = 100;

    internal sealed class Validator : AbstractValidator<CreateToken>
    {
        public Validator()
        {
            RuleFor(x => x.Label).NotEmpty().MaximumLength(100).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.ValidDays).InclusiveBetween(1, 3660);
            RuleFor(x => x.Scope!.Studies)
                .Must(studies => studies.Count <= MostStudies)
                .WithErrorCode("too_many")
                .WithMessage($"A key is for at most {MostStudies} studies.")
                .When(x => x.Scope is not null)
                .OverridePropertyName("Studies");
        }
    }

    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<CreateToken, Outcome<CreatedToken>>
    {
        public async Task<Outcome<CreatedToken>> Handle(CreateToken request, CancellationToken cancellationToken)
        {
            if (access.Actor is not { } actor)
                return Error.Unauthenticated;
            Guid[] studies = [.. request.Scope?.Studies.Distinct() ?? []];
            var visible = await db
                .Studies.Where(await access.VisibleStudiesAsync(cancellationToken))
                .Where(s => studies.Contains(s.Uuid))
                .Select(s => s.Uuid)
                .ToListAsync(cancellationToken);
            Fault[] unknown =
            [
                .. studies
                    .Except(visible)
                    .Select(id => new Fault(
                        $"/studies/{Array.IndexOf(studies, id)}",
                        "unknown",
                        "There is no such study, or it isn't yours to see."
                    )),
            ];
            if (unknown is not [])
                return Error.Invalid(unknown);

            var (key, now) = (Secret.NewToken(), time.GetUtcNow());
            var validFor = request.ValidDays is { } days ? TimeSpan.FromDays(days) : (TimeSpan?)null;
            var scope = request.Scope is null ? null : request.Scope with { Studies = studies };
            var token = Credential.Issue(
                actor.Key,
                CredentialKind.ApiToken,
                Secret.Digest(key),
                request.Label,
                now,
                validFor,
                scope: scope
            );
            db.Credentials.Add(token);
            (await db.Users.SingleAsync(u => u.Id == actor.Key, cancellationToken)).RecordTokenCreated(
                token.Uuid,
                actor.Id,
                now
            );
            return CreatedToken.Of(token, key);
        }
    }
}

/// <summary>A fresh key for scripts.</summary>
/// <param name="Id">The key.</param>
/// <param name="Label">What it is for.</param>
/// <param name="Key">40 hex digits. Shown this once: we keep only its hash.</param>
/// <param name="IsReadOnly">It changes nothing.</param>
/// <param name="IsDeidentified">It shows nothing by which families could be recognised.</param>
/// <param name="Studies">The studies it is for; empty: all of yours.</param>
/// <param name="CreatedAt">Since when it works.</param>
/// <param name="ExpiresAt">Until when; null: until revoked.</param>
public sealed record CreatedToken(
    Guid Id,
    string Label,
    string Key,
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
