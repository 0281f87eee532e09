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
            var account = await identities.FindAccountAsync(request.Who, cancellationToken);
            // Of a log-in that opens an account for the first time its owner is told in any case.
            var isStrange = account is not null && account != request.Device?.LogIn.Account;
            var isTold = isStrange && await limits.MayWarnAsync(account!.Value, cancellationToken);
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
            var user = found.Value;
            if (!user.IsActive)
                return AccountErrors.WrongCredentials;
            var step = await StepAfterAsync(who, user, cancellationToken);
            if (step is not LogInStep.AwaitsCode)
                db.Audit.Add(AuditEntry.Of(user.Uuid, "log in", user.Uuid, """{"external":true}""", time.GetUtcNow()));
            // The first log-in needs no mail.
            var isNewDevice = notice.Value.IsTold && await sessions.HasEverBeenOpenedAsync(user, cancellationToken);
            return await sessions.OpenAsync(user, step, cancellationToken, isNewDevice);
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
            if (await identities.FindAsync(who, cancellationToken) is { } identity)
                return await db.Users.SingleAsync(u => u.Id == identity.UserId, cancellationToken);

            // An address that the provider hasn't verified could be anybody's.
            if (who.Email is not { Length: > 0 and <= 254 } email || !who.IsEmailVerified || !CanBeMailed(email))
                return AccountErrors.AddressNotVouchedFor;
            return await FindOrCreateAsync(who, email, cancellationToken);
        }

        bool CanBeMailed(string email) => TextRules.IsClean(email) && addresses.CanReceiveMail(email);

        async Task<Outcome<User>> FindOrCreateAsync(
            ExternalPerson who,
            string email,
            CancellationToken cancellationToken
        )
        {
            var now = time.GetUtcNow();
            if (await holders.FindOrFreeAsync(email, cancellationToken) is not { } holder)
                return Create(who, email, now);
            // Staff have closed it: the person gets no other in its place.
            if (!holder.IsActive)
                return AccountErrors.WrongCredentials;
            // It came with an import: its password may be somebody else's, and its data may be this person's.
            if (!holder.IsEmailProven)
                return AccountErrors.LinkFirst;
            identities.Link(holder, who, now);
            identities.Announce(holder, now);
            return holder;
        }

        User Create(ExternalPerson who, string email, DateTimeOffset now)
        {
            var name = new PersonName(NameOrEmpty(who.GivenName), NameOrEmpty(who.FamilyName), "");
            var user = User.SignUp(email, User.NoPassword, name, researcher: false, now);
            user.ConfirmEmail(now);
            db.Users.Add(user);
            identities.Link(user, who, now);
            return user;
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
