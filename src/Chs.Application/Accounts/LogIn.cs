using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Opens a browser session. Answers the secret for its cookie, once.</summary>
public sealed record LogIn(string Email, string Password) : ICommand<OpenedSession>
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

    internal sealed class Handler(IChsDb db, IPasswords passwords, TimeProvider time) : IRequestHandler<LogIn, Outcome<OpenedSession>>
    {
        public async Task<Outcome<OpenedSession>> Handle(LogIn request, CancellationToken cancellationToken)
        {
            var email = User.Canonical(request.Email);
            var user = Text.IsClean(email) ? await db.Users.SingleOrDefaultAsync(u => u.Email == email, cancellationToken) : null;
            if (user is null)
            {
                passwords.PretendToVerify(request.Password);
                return AccountErrors.WrongCredentials;
            }

            var match = passwords.Verify(user.PasswordHash, request.Password);
            if (match is PasswordMatch.No || !user.IsActive) return AccountErrors.WrongCredentials;
            if (match is PasswordMatch.YesButRehash) user.Rehash(passwords.Hash(request.Password));

            var secret = Secret.NewSession();
            var session = Credential.Issue(user.Id, CredentialKind.Session, Secret.Digest(secret), "", time.GetUtcNow(), ValidFor);
            db.Credentials.Add(session);
            return new OpenedSession(secret, session.ExpiresAt!.Value, AccountView.Of(user));
        }
    }
}

/// <summary>A fresh browser session.</summary>
/// <param name="Secret">For the cookie; nobody can read it again.</param>
public sealed record OpenedSession(string Secret, DateTimeOffset ExpiresAt, AccountView Account);
