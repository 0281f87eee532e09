using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Finds and links people's log-ins elsewhere.</summary>
sealed class ExternalIdentities(IChsDb db, TimeProvider time)
{
    /// <summary>What OpenID Connect allows at most, in ASCII.</summary>
    const int LongestSubject = 255;

    const int LongestIssuer = 500;

    /// <returns>Why nobody can be recognised by what the provider says; null: they can.</returns>
    public static Error? Check(ExternalPerson who)
    {
        var isUsable =
            who.Subject is { Length: > 0 and <= LongestSubject }
            && who.Issuer is { Length: > 0 and <= LongestIssuer }
            && IsPrintable(who.Subject)
            && IsPrintable(who.Issuer);
        return isUsable ? null : AccountErrors.UnusableExternalLogIn;
    }

    static bool IsPrintable(string id) => id.All(c => char.IsAscii(c) && !char.IsControl(c));

    /// <returns>Null when nobody here has this log-in.</returns>
    public Task<ExternalIdentity?> FindAsync(ExternalPerson who, CancellationToken cancellationToken) =>
        db.ExternalIdentities.SingleOrDefaultAsync(
            i => i.Issuer == who.Issuer && i.Subject == who.Subject,
            cancellationToken
        );

    /// <returns>The account that this log-in opens; null when there is none.</returns>
    public Task<User?> FindAccountAsync(ExternalPerson who, CancellationToken cancellationToken) =>
        (
            from identity in db.ExternalIdentities
            join owner in db.Users on identity.UserId equals owner.Id
            where identity.Issuer == who.Issuer && identity.Subject == who.Subject
            select owner
        )
            .AsNoTracking()
            .SingleOrDefaultAsync(cancellationToken);

    /// <param name="standsForSecondFactor">See <see cref="ExternalIdentity.StandsForSecondFactor"/>.</param>
    public ExternalIdentity Link(User user, ExternalPerson who, bool standsForSecondFactor)
    {
        var now = time.GetUtcNow();
        var identity = ExternalIdentity.Of(user, who.Issuer, who.Subject, standsForSecondFactor, now);
        db.ExternalIdentities.Add(identity);
        user.LinkExternalLogIn();
        db.Audit.Add(AuditEntry.Of(user.Uuid, "link external log-in", user.Uuid, "{}", now));
        return identity;
    }

    /// <summary>Tells the owner that one more log-in opens the account.</summary>
    public void Announce(User user) => db.Post(new ExternalLogInLinked(user.Uuid), time.GetUtcNow());

    /// <summary>The log-ins elsewhere that open the account, oldest first.</summary>
    public IQueryable<ExternalIdentity> Of(User user) =>
        db.ExternalIdentities.Where(i => i.UserId == user.Id).OrderBy(i => i.Id);

    /// <summary>
    /// What was linked before there was a second factor stands for none: whoever linked it may have had the password only.
    /// </summary>
    public Task EndSecondFactorOfLinksAsync(User user, CancellationToken cancellationToken) =>
        db
            .ExternalIdentities.Where(i => i.UserId == user.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.StandsForSecondFactor, false), cancellationToken);

    /// <summary>Removes all log-ins elsewhere of an account.</summary>
    /// <returns>The providers' addresses, for the mail to the owner.</returns>
    public async Task<IReadOnlyList<string>> RemoveAllAsync(User user, CancellationToken cancellationToken)
    {
        var removed = await Of(user).ToListAsync(cancellationToken);
        db.ExternalIdentities.RemoveRange(removed);
        var now = time.GetUtcNow();
        foreach (var _ in removed)
            db.Audit.Add(AuditEntry.Of(user.Uuid, "unlink external log-in", user.Uuid, "{}", now));
        return [.. removed.Select(i => i.Issuer).Distinct()];
    }
}

/// <summary>Outbox message: one more log-in elsewhere opens an account, so its owner is to be told.</summary>
public sealed record ExternalLogInLinked(Guid User);
