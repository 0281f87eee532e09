using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Opens a browser session for whom the site's OpenID Connect provider vouches. A first log-in finds the account by its confirmed address, or makes one.</summary>
/// <param name="Who">What the provider says.</param>
public sealed record LogInExternally(ExternalPerson Who) : ICommand<OpenedSession>
{
    internal sealed class Handler(IChsDb db, TimeProvider time)
        : IRequestHandler<LogInExternally, Outcome<OpenedSession>>
    {
        public async Task<Outcome<OpenedSession>> Handle(LogInExternally request, CancellationToken cancellationToken)
        {
            var (who, now) = (request.Who, time.GetUtcNow());
            var known = await db.ExternalIdentities.SingleOrDefaultAsync(
                i => i.Issuer == who.Issuer && i.Subject == who.Subject,
                cancellationToken
            );
            var user = known is null ? null : await db.Users.SingleAsync(u => u.Id == known.UserId, cancellationToken);
            if (user is null)
            {
                var found = await FindOrMakeAsync(who, now, cancellationToken);
                if (found.Failed)
                    return found.Error;
                user = found.Value;
                db.ExternalIdentities.Add(ExternalIdentity.Of(user.Id, who.Issuer, who.Subject, now));
                db.Audit.Add(AuditEntry.Of(user.Uuid, "link external log-in", user.Uuid, "{}", now));
            }

            if (!user.IsActive)
                return AccountErrors.WrongCredentials;
            // What the provider asked for counts as ours; what it didn't, we ask for.
            var needsCode =
                !who.ShowedSecondFactor
                && await db.SecondFactors.AnyAsync(f => f.UserId == user.Id && f.IsActivated, cancellationToken);
            if (!needsCode)
                db.Audit.Add(AuditEntry.Of(user.Uuid, "log in", user.Uuid, """{"external":true}""", now));
            return db.OpenSession(user, needsCode, now, isTwoFactor: who.ShowedSecondFactor);
        }

        async Task<Outcome<User>> FindOrMakeAsync(
            ExternalPerson who,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            // An address that the provider hasn't checked could be anybody's.
            if (who.Email is not { Length: > 0 and <= 254 } || !who.IsEmailVerified || !TextRules.IsClean(who.Email))
                return AccountErrors.AddressNotVouchedFor;
            var email = User.Canonical(who.Email);
            if (await db.Users.SingleOrDefaultAsync(u => u.Email == email, cancellationToken) is { } user)
            {
                if (user.EmailConfirmedAt is not null)
                    return user;
                // Whoever made this account never showed that the address is theirs: nothing of theirs may stay behind.
                user.ForgetPassword(now);
                user.ConfirmEmail(now);
                await db.Credentials.Where(c => c.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
                await db.SecondFactors.Where(f => f.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
                return user;
            }

            user = User.SignUp(
                email,
                "!",
                new PersonName(Fit(who.GivenName), Fit(who.FamilyName), ""),
                researcher: false,
                now
            );
            user.ConfirmEmail(now);
            db.Users.Add(user);
            await db.SaveChangesAsync(cancellationToken); // the link needs the key that the database gives
            return user;
        }

        static string Fit(string? name) =>
            name is null || !TextRules.IsClean(name) ? ""
            : name.Length <= 255 ? name
            : name[..255];
    }
}

/// <summary>A person as an OpenID Connect provider describes one.</summary>
/// <param name="Issuer">The provider.</param>
/// <param name="Subject">The person there.</param>
/// <param name="IsEmailVerified">Whether the provider says that the address is the person's.</param>
/// <param name="ShowedSecondFactor">Whether the provider says (<c>amr</c>) that more than a password was shown.</param>
public sealed record ExternalPerson(
    string Issuer,
    string Subject,
    string? Email,
    bool IsEmailVerified,
    string? GivenName,
    string? FamilyName,
    bool ShowedSecondFactor
);
