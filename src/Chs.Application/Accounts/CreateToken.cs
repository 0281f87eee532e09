using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Makes a key for scripts of the actor.</summary>
public sealed record CreateToken(string Label, int? ValidDays) : ICommand<CreatedToken>
{
    internal sealed class Validator : AbstractValidator<CreateToken>
    {
        public Validator()
        {
            RuleFor(x => x.Label).NotEmpty().MaximumLength(100).Must(Text.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.ValidDays).InclusiveBetween(1, 3660);
        }
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time) : IRequestHandler<CreateToken, Outcome<CreatedToken>>
    {
        public Task<Outcome<CreatedToken>> Handle(CreateToken request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor) return Task.FromResult(Outcome<CreatedToken>.Refuse(Error.Unauthenticated));
            var key = Secret.NewToken();
            var validFor = request.ValidDays is { } days ? TimeSpan.FromDays(days) : (TimeSpan?)null;
            var token = Credential.Issue(actor.Key, CredentialKind.ApiToken, Secret.Digest(key), request.Label, time.GetUtcNow(), validFor);
            db.Credentials.Add(token);
            db.Audit.Add(AuditEntry.Of(actor.Id, "create token", token.Uuid, "{}", token.CreatedAt));
            return Task.FromResult(Outcome<CreatedToken>.Of(new CreatedToken(token.Uuid, token.Label, key, token.CreatedAt, token.ExpiresAt)));
        }
    }
}

/// <summary>A fresh key for scripts.</summary>
/// <param name="Key">40 hex digits. Shown this once: we keep only its hash.</param>
public sealed record CreatedToken(Guid Id, string Label, string Key, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);
