using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Opens a browser session for a person whom the site's OpenID Connect provider has authenticated.</summary>
/// <remarks>The first such log-in links the account with the person's confirmed address, or creates an account.</remarks>
/// <param name="Who">The person as the provider describes them.</param>
public sealed record LogInExternally(ExternalPerson Who) : ICommand<OpenedSession>, IAnonymous
{
    internal sealed class Handler(
        IChsDb db,
        AccountsByEmail accounts,
        SecondFactors factors,
        LogInSessions sessions,
        TimeProvider time
    ) : IRequestHandler<LogInExternally, Outcome<OpenedSession>>
    {
        public async Task<Outcome<OpenedSession>> Handle(LogInExternally request, CancellationToken cancellationToken)
        {
            var who = request.Who;
            var found = await FindOrLinkAsync(who, cancellationToken);
            if (found.Failed)
                return found.Error;
            var user = found.Value;
            if (!user.IsActive)
                return AccountErrors.WrongCredentials;
            var step = await StepAfterAsync(who, user, cancellationToken);
            if (step is not LogInStep.AwaitsCode)
                db.Audit.Add(AuditEntry.Of(user.Uuid, "log in", user.Uuid, """{"external":true}""", time.GetUtcNow()));
            return sessions.Open(user, step);
        }

        /// <summary>
        /// A second factor shown to the provider counts as ours; otherwise we ask for ours, if there is one.
        /// </summary>
        async Task<LogInStep> StepAfterAsync(ExternalPerson who, User user, CancellationToken cancellationToken)
        {
            if (who.ShowedSecondFactor)
                return LogInStep.TwoFactors;
            return await factors.IsActiveAsync(user, cancellationToken) ? LogInStep.AwaitsCode : LogInStep.OneFactor;
        }

        async Task<Outcome<User>> FindOrLinkAsync(ExternalPerson who, CancellationToken cancellationToken)
        {
            var identity = await db.ExternalIdentities.SingleOrDefaultAsync(
                i => i.Issuer == who.Issuer && i.Subject == who.Subject,
                cancellationToken
            );
            if (identity is not null)
                return await db.Users.SingleAsync(u => u.Id == identity.UserId, cancellationToken);

            // An address that the provider hasn't verified could be anybody's.
            if (who.Email is not { Length: > 0 and <= 254 } || !who.IsEmailVerified || !TextRules.IsClean(who.Email))
                return AccountErrors.AddressNotVouchedFor;
            var now = time.GetUtcNow();
            var user = await accounts.FindByEmailAsync(who.Email, cancellationToken);
            if (user is null)
                user = Create(who, who.Email, now);
            else if (user.EmailConfirmedAt is null)
                await TakeOverAsync(user, now, cancellationToken);
            db.ExternalIdentities.Add(ExternalIdentity.Of(user, who.Issuer, who.Subject, now));
            db.Audit.Add(AuditEntry.Of(user.Uuid, "link external log-in", user.Uuid, "{}", now));
            return user;
        }

        User Create(ExternalPerson who, string email, DateTimeOffset now)
        {
            var name = new PersonName(NameOrEmpty(who.GivenName), NameOrEmpty(who.FamilyName), "");
            var user = User.SignUp(email, User.NoPassword, name, researcher: false, now);
            user.ConfirmEmail(now);
            db.Users.Add(user);
            return user;
        }

        /// <summary>
        /// Whoever created the account never showed that the address is theirs, so none of their credentials may survive.
        /// </summary>
        async Task TakeOverAsync(User user, DateTimeOffset now, CancellationToken cancellationToken)
        {
            user.InvalidatePassword(now);
            user.ConfirmEmail(now);
            await db.Credentials.Where(c => c.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
            await db.Plays.Where(p => p.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
            await db.SecondFactors.Where(f => f.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        }

        /// <returns>At most 255 characters; empty when there is no name, or one that can't be stored.</returns>
        static string NameOrEmpty(string? name)
        {
            if (name is null || !TextRules.IsClean(name))
                return "";
            return name.Length <= 255 ? name : name[..255];
        }
    }
}

/// <summary>A person as an OpenID Connect provider describes them.</summary>
/// <param name="Issuer">The provider.</param>
/// <param name="Subject">The provider's id of the person.</param>
/// <param name="IsEmailVerified">Whether the provider has verified that the address is the person's.</param>
/// <param name="ShowedSecondFactor">Whether the person showed the provider more than a password (<c>amr</c>).</param>
public sealed record ExternalPerson(
    string Issuer,
    string Subject,
    string? Email,
    bool IsEmailVerified,
    string? GivenName,
    string? FamilyName,
    bool ShowedSecondFactor
);
