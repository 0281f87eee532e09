using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>The actor's browser log-ins.</summary>
/// <param name="Session">Secret of the one that asks; null: it asks by a key for scripts.</param>
public sealed record ListSessionsOfAccount(string? Session) : IQuery<IReadOnlyList<SessionItem>>
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<ListSessionsOfAccount, Outcome<IReadOnlyList<SessionItem>>>
    {
        public async Task<Outcome<IReadOnlyList<SessionItem>>> Handle(
            ListSessionsOfAccount request,
            CancellationToken cancellationToken
        )
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var (own, now) = (request.Session is { } secret ? Secret.Digest(secret) : [], time.GetUtcNow());
            return await db
                .Credentials.AsNoTracking()
                .Where(c =>
                    c.UserId == actor.Key && c.Kind == CredentialKind.Session && !c.IsPending && c.ExpiresAt > now
                )
                .OrderBy(c => c.Id)
                .Select(c => new SessionItem(
                    c.Uuid,
                    c.CreatedAt,
                    c.ExpiresAt!.Value,
                    c.LastUsedAt,
                    c.IsTwoFactor,
                    c.Digest == own
                ))
                .ToListAsync(cancellationToken);
        }
    }
}

/// <summary>A browser that is logged in.</summary>
/// <param name="Id">The log-in.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="ExpiresAt">Until when at most.</param>
/// <param name="LastUsedAt">When it was used last, to the minute; null: not yet.</param>
/// <param name="IsTwoFactor">Whether a second factor was shown in it.</param>
/// <param name="IsThisOne">Whether it is the one that asks.</param>
public sealed record SessionItem(
    Guid Id,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt,
    bool IsTwoFactor,
    bool IsThisOne
);

/// <summary>Ends all of the actor's browser log-ins but the one that asks.</summary>
public sealed record EndOtherSessions(string? Session) : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<EndOtherSessions, Outcome>
    {
        public async Task<Outcome> Handle(EndOtherSessions request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            await db.EndSessionsAsync(actor.Key, request.Session, cancellationToken);
            db.Audit.Add(AuditEntry.Of(actor.Id, "end other sessions", actor.Id, "{}", time.GetUtcNow()));
            return Outcome.Ok;
        }
    }
}

/// <summary>Ends one of the actor's browser log-ins.</summary>
public sealed record EndSession(Guid SessionId) : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<EndSession, Outcome>
    {
        public async Task<Outcome> Handle(EndSession request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var ended = await db
                .Credentials.Where(c =>
                    c.Uuid == request.SessionId && c.UserId == actor.Key && c.Kind == CredentialKind.Session
                )
                .ExecuteDeleteAsync(cancellationToken);
            if (ended == 0)
                return Error.NotFound("session");
            db.Audit.Add(AuditEntry.Of(actor.Id, "end session", actor.Id, "{}", time.GetUtcNow()));
            return Outcome.Ok;
        }
    }
}

/// <summary>Changes the actor's password. Other browser log-ins end.</summary>
public sealed record ChangePassword(string OldPassword, string Password, string? Session) : ICommand
{
    internal sealed class Validator : AbstractValidator<ChangePassword>
    {
        public Validator()
        {
            RuleFor(x => x.OldPassword).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
            RuleFor(x => x.Password).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
        }
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current, IPasswords passwords, TimeProvider time)
        : IRequestHandler<ChangePassword, Outcome>
    {
        public async Task<Outcome> Handle(ChangePassword request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var user = await db.Users.SingleAsync(u => u.Id == actor.Key, cancellationToken);
            if (passwords.Verify(user.PasswordHash, request.OldPassword) is PasswordMatch.No)
                return Error.Invalid("/oldPassword", "wrong", "This isn't your password.");
            if (passwords.WhyNot(request.Password, user) is { } refused)
                return refused;
            user.ChangePassword(passwords.Hash(request.Password), time.GetUtcNow());
            await db.EndSessionsAsync(actor.Key, request.Session, cancellationToken);
            return Outcome.Ok;
        }
    }
}

static class EndingSessions
{
    extension(IChsDb db)
    {
        /// <param name="but">Secret of the one that stays; null: none.</param>
        public Task EndSessionsAsync(long user, string? but, CancellationToken cancellationToken)
        {
            var own = but is null ? [] : Secret.Digest(but);
            return db
                .Credentials.Where(c => c.UserId == user && c.Kind == CredentialKind.Session && c.Digest != own)
                .ExecuteDeleteAsync(cancellationToken);
        }
    }
}

static class NewPasswords
{
    extension(IPasswords passwords)
    {
        /// <returns>Why somebody can't have this password; null: it is good.</returns>
        public Error? WhyNot(string password, User user)
        {
            Fault[] faults =
            [
                .. PasswordRules.Check(
                    password,
                    passwords.IsCommon,
                    user.IsResearcher,
                    user.Email,
                    user.GivenName,
                    user.FamilyName,
                    user.Nickname
                ),
            ];
            return faults is [] ? null : Error.Invalid(faults);
        }
    }
}
