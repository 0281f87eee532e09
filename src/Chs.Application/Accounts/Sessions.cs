using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Opens, finds and ends browser sessions.</summary>
static class Sessions
{
    /// <summary>How long a session waits for its second factor: time to fetch the device that makes the codes.</summary>
    static readonly TimeSpan PendingFor = TimeSpan.FromMinutes(10);

    extension(IChsDb db)
    {
        /// <param name="isPending">Whether the session still waits for a second factor.</param>
        /// <param name="isTwoFactor">Whether the person logged in with a second factor.</param>
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

        /// <summary>The session with this secret, if it waits for its second factor.</summary>
        public IQueryable<Credential> PendingSession(string secret, DateTimeOffset now)
        {
            var digest = Secret.Digest(secret);
            return db.Credentials.Where(c =>
                c.Digest == digest && c.Kind == CredentialKind.Session && c.IsPending && c.ExpiresAt > now
            );
        }

        /// <summary>Ends the user's sessions.</summary>
        /// <param name="except">Secret of the session that stays; null: all end.</param>
        public Task EndSessionsAsync(long user, string? except, CancellationToken cancellationToken)
        {
            var exceptDigest = except is null ? [] : Secret.Digest(except);
            return db
                .Credentials.Where(c =>
                    c.UserId == user && c.Kind == CredentialKind.Session && c.Digest != exceptDigest
                )
                .ExecuteDeleteAsync(cancellationToken);
        }
    }
}
