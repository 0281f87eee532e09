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

/// <summary>Opens a browser session and returns the secret for its cookie, once.</summary>
/// <param name="Email">As typed.</param>
/// <param name="Password">As typed.</param>
/// <param name="IsKnownDevice">Whether this browser has logged in to the account before.</param>
public sealed record LogIn(string Email, string Password, bool IsKnownDevice = true)
    : ICommand<OpenedSession>,
        IAnonymous
{
    /// <summary>How long a session lasts: enough for a family that takes part with breaks of days.</summary>
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
            if (await FindAsync(request.Email, cancellationToken) is not { } user)
            {
                passwords.PretendToVerify(request.Password);
                return AccountErrors.WrongCredentials;
            }

            var match = passwords.Verify(user.PasswordHash, request.Password);
            if (match is PasswordMatch.No || !user.IsActive)
                return AccountErrors.WrongCredentials;
            if (match is PasswordMatch.YesButRehash)
                user.ReplacePasswordHash(passwords.Hash(request.Password));

            var needsCode = await db.SecondFactors.AnyAsync(
                f => f.UserId == user.Id && f.IsActivated,
                cancellationToken
            );
            var now = time.GetUtcNow();
            // Otherwise the log-in is completed, and audited, by ConfirmLogIn.
            if (!needsCode)
                db.Audit.Add(AuditEntry.Of(user.Uuid, "log in", user.Uuid, "{}", now));
            if (!request.IsKnownDevice && await HasSessionsAsync(user, cancellationToken))
                user.RecordNewDevice(now);
            return db.OpenSession(user, needsCode, now);
        }

        async Task<User?> FindAsync(string typedEmail, CancellationToken cancellationToken)
        {
            var email = User.NormalizeEmail(typedEmail);
            if (!TextRules.IsClean(email))
                return null;
            return await db.Users.SingleOrDefaultAsync(u => u.Email == email, cancellationToken);
        }

        /// <summary>Whether the account has been logged in to before. The first log-in needs no mail.</summary>
        Task<bool> HasSessionsAsync(User user, CancellationToken cancellationToken) =>
            db.Credentials.AnyAsync(
                c => c.UserId == user.Id && c.Kind == CredentialKind.Session && !c.IsPending,
                cancellationToken
            );
    }
}
