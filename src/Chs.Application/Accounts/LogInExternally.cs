using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Opens a browser session for a person whom one of the site's OpenID Connect providers has authenticated.</summary>
/// <remarks>
/// The first such log-in links the account whose owner has shown to read mail at the person's address, or creates one.
/// It never joins an account that somebody else may still open: decision 0026.
/// </remarks>
/// <param name="Who">The person as the provider describes them.</param>
/// <param name="Device">The browser, if somebody has logged in there before.</param>
public sealed record LogInExternally(ExternalPerson Who, Device? Device = null) : ICommand<OpenedSession>, IAnonymous
{
    /// <summary>Finds out whether the owner is told of the log-in.</summary>
    internal sealed class Preparation(
        ExternalIdentities identities,
        AttemptLimits limits,
        Prepared<OwnersNotice> notice
    ) : IPreparation<LogInExternally>
    {
        public async Task<Outcome> PrepareAsync(LogInExternally request, CancellationToken cancellationToken)
        {
            if (ExternalIdentities.Check(request.Who) is { } unusable)
                return unusable;
            var account = await identities.FindAccountAsync(request.Who, cancellationToken);
            // Of a log-in that opens an account for the first time its owner is told in any case.
            var isStrange = account is not null && request.Device?.IsKnownTo(account) is not true;
            var isTold = isStrange && await limits.MayWarnAsync(account!.Uuid, LogInPlace.Elsewhere, cancellationToken);
            notice.Value = new OwnersNotice(isTold);
            return Outcome.Ok;
        }
    }

    /// <param name="IsTold">Whether the owner is told of a browser that isn't known.</param>
    internal sealed record OwnersNotice(bool IsTold);

    internal sealed class Handler(
        IChsDb db,
        AddressHolders holders,
        IMailAddresses addresses,
        ExternalIdentities identities,
        SecondFactors factors,
        LogInSessions sessions,
        Prepared<OwnersNotice> notice,
        TimeProvider time
    ) : IRequestHandler<LogInExternally, Outcome<OpenedSession>>
    {
        public async Task<Outcome<OpenedSession>> Handle(LogInExternally request, CancellationToken cancellationToken)
        {
            var who = request.Who;
            var found = await FindOrLinkAsync(who, cancellationToken);
            if (found.Failed)
                return found.Error;
            var (user, identity) = found.Value;
            if (!user.IsActive)
                return AccountErrors.WrongCredentials;
            var step = await StepAfterAsync(
                who.ShowedSecondFactor && identity.StandsForSecondFactor,
                user,
                cancellationToken
            );
            if (step is not LogInStep.AwaitsCode)
                db.Audit.Add(AuditEntry.Of(user.Uuid, "log in", user.Uuid, """{"external":true}""", time.GetUtcNow()));
            // The first log-in needs no mail.
            var isNewDevice = notice.Value.IsTold && await sessions.HasEverBeenOpenedAsync(user, cancellationToken);
            return await sessions.OpenAsync(user, step, cancellationToken, isNewDevice);
        }

        /// <summary>
        /// A second factor shown to the provider counts as ours where the link stands for that; otherwise we ask for ours,
        /// if there is one.
        /// </summary>
        async Task<LogInStep> StepAfterAsync(bool isTwoFactor, User user, CancellationToken cancellationToken)
        {
            if (isTwoFactor)
                return LogInStep.TwoFactors;
            return await factors.IsActiveAsync(user, cancellationToken) ? LogInStep.AwaitsCode : LogInStep.OneFactor;
        }

        async Task<Outcome<LinkedAccount>> FindOrLinkAsync(ExternalPerson who, CancellationToken cancellationToken)
        {
            if (await identities.FindAsync(who, cancellationToken) is { } identity)
                return new LinkedAccount(
                    await db.Users.SingleAsync(u => u.Id == identity.UserId, cancellationToken),
                    identity
                );

            // An address that the provider hasn't verified could be anybody's.
            if (who.Email is not { Length: > 0 and <= 254 } email || !who.IsEmailVerified || !CanBeMailed(email))
                return AccountErrors.AddressNotVouchedFor;
            return await FindOrCreateAsync(who, email, cancellationToken);
        }

        bool CanBeMailed(string email) => TextRules.IsClean(email) && addresses.CanReceiveMail(email);

        async Task<Outcome<LinkedAccount>> FindOrCreateAsync(
            ExternalPerson who,
            string email,
            CancellationToken cancellationToken
        )
        {
            if (await holders.FindOrFreeAsync(email, cancellationToken) is not { } holder)
                return Create(who, email);
            // Staff have closed it: the person gets no other in its place.
            if (!holder.IsActive)
                return AccountErrors.WrongCredentials;
            // It came with an import: its password may be somebody else's, and its data may be this person's.
            if (!holder.IsEmailProven)
                return AccountErrors.LinkFirst;
            // Whoever reads the mail of an address still needs the account's second factor.
            var isActive = await factors.IsActiveAsync(holder, cancellationToken);
            var linked = identities.Link(holder, who, standsForSecondFactor: !isActive);
            identities.Announce(holder);
            return new LinkedAccount(holder, linked);
        }

        LinkedAccount Create(ExternalPerson who, string email)
        {
            var now = time.GetUtcNow();
            var name = new PersonName(NameOrEmpty(who.GivenName), NameOrEmpty(who.FamilyName), "");
            var user = User.SignUp(email, User.NoPassword, name, researcher: false, now);
            user.ConfirmEmail(now);
            db.Users.Add(user);
            return new LinkedAccount(user, identities.Link(user, who, standsForSecondFactor: true));
        }

        const int LongestName = 255;

        /// <returns>At most 255 characters; empty when there is no name, or one that can't be stored.</returns>
        static string NameOrEmpty(string? name)
        {
            if (name is null || !TextRules.IsClean(name))
                return "";
            if (name.Length <= LongestName)
                return name;
            // Half a character can't be stored.
            return char.IsHighSurrogate(name[LongestName - 1]) ? name[..(LongestName - 1)] : name[..LongestName];
        }

        sealed record LinkedAccount(User User, ExternalIdentity Identity);
    }
}

/// <summary>A person as an OpenID Connect provider describes them.</summary>
/// <param name="Issuer">The provider.</param>
/// <param name="Subject">The provider's id of the person.</param>
/// <param name="IsEmailVerified">Whether the provider has verified the address, and the site trusts it with its domain.</param>
/// <param name="ShowedSecondFactor">
/// Whether the person showed the provider more than a password (<c>amr</c>), and the site trusts it with that.
/// </param>
public sealed record ExternalPerson(
    string Issuer,
    string Subject,
    string? Email,
    bool IsEmailVerified,
    string? GivenName,
    string? FamilyName,
    bool ShowedSecondFactor
);
