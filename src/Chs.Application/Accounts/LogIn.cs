using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Opens a browser session. Answers the secret for its cookie, once.</summary>
/// <param name="Email">As typed.</param>
/// <param name="Password">As typed.</param>
/// <param name="IsKnownDevice">Whether this browser logged in to the account before.</param>
public sealed record LogIn(string Email, string Password, bool IsKnownDevice = true) : ICommand<OpenedSession>
{
    /// <summary>A family's sitting with breaks, and no longer.</summary>
    public static readonly TimeSpan ValidFor = TimeSpan.FromDays(4);

    internal sealed class Validator : AbstractValidator<LogIn>
    {
        public Validator()
        {
            RuleFor(x => x.Email).NotEmpty().MaximumLength(254);
            RuleFor(x => x.Password).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
        }
    }

    internal sealed class Handler(IChsDb db, IPasswords passwords, TimeProvider time)
        : IRequestHandler<LogIn, Outcome<OpenedSession>>
    {
        public async Task<Outcome<OpenedSession>> Handle(LogIn request, CancellationToken cancellationToken)
        {
            var email = User.Canonical(request.Email);
            var user = TextRules.IsClean(email)
                ? await db.Users.SingleOrDefaultAsync(u => u.Email == email, cancellationToken)
                : null;
            if (user is null)
            {
                passwords.PretendToVerify(request.Password);
                return AccountErrors.WrongCredentials;
            }

            var match = passwords.Verify(user.PasswordHash, request.Password);
            if (match is PasswordMatch.No || !user.IsActive)
                return AccountErrors.WrongCredentials;
            if (match is PasswordMatch.YesButRehash)
                user.Rehash(passwords.Hash(request.Password));

            var needsCode = await db.SecondFactors.AnyAsync(
                f => f.UserId == user.Id && f.IsActivated,
                cancellationToken
            );
            var now = time.GetUtcNow();
            if (!needsCode)
                db.Audit.Add(AuditEntry.Of(user.Uuid, "log in", user.Uuid, "{}", now));
            // A first log-in is no news to its owner.
            if (
                !request.IsKnownDevice
                && await db.Credentials.AnyAsync(
                    c => c.UserId == user.Id && c.Kind == CredentialKind.Session && !c.IsPending,
                    cancellationToken
                )
            )
                user.RecordNewDevice(now);
            return db.OpenSession(user, needsCode, now);
        }
    }
}

/// <summary>A fresh browser session.</summary>
/// <param name="Secret">For the cookie; nobody can read it again.</param>
/// <param name="NeedsCode">It opens nothing before the second factor is shown.</param>
public sealed record OpenedSession(string Secret, DateTimeOffset ExpiresAt, AccountView Account, bool NeedsCode);

static class Sessions
{
    /// <summary>Time to find the device with the codes.</summary>
    static readonly TimeSpan PendingFor = TimeSpan.FromMinutes(10);

    extension(IChsDb db)
    {
        /// <param name="isTwoFactor">Whether a second factor was shown.</param>
        public OpenedSession OpenSession(User user, bool isPending, DateTimeOffset now, bool isTwoFactor = false)
        {
            var secret = Secret.NewSession();
            var session = Credential.Issue(
                user.Id,
                CredentialKind.Session,
                Secret.Digest(secret),
                "",
                now,
                isPending ? PendingFor : LogIn.ValidFor,
                isPending,
                isTwoFactor
            );
            db.Credentials.Add(session);
            return new OpenedSession(
                secret,
                session.ExpiresAt!.Value,
                AccountView.Of(user, hasSecondFactor: isPending || isTwoFactor),
                isPending
            );
        }
    }
}
