using System.Text.Json;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using Chs.Domain.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Finds and links people's log-ins elsewhere.</summary>
sealed class ExternalIdentities(IChsDb db)
{
    /// <returns>Null when nobody here has this log-in.</returns>
    public Task<ExternalIdentity?> FindAsync(ExternalPerson who, CancellationToken cancellationToken) =>
        db.ExternalIdentities.SingleOrDefaultAsync(
            i => i.Issuer == who.Issuer && i.Subject == who.Subject,
            cancellationToken
        );

    /// <returns>The uuid of the account that this log-in opens; null when there is none.</returns>
    public Task<Guid?> FindAccountAsync(ExternalPerson who, CancellationToken cancellationToken) =>
        (
            from identity in db.ExternalIdentities
            join owner in db.Users on identity.UserId equals owner.Id
            where identity.Issuer == who.Issuer && identity.Subject == who.Subject
            select (Guid?)owner.Uuid
        ).SingleOrDefaultAsync(cancellationToken);

    public void Link(User user, ExternalPerson who, DateTimeOffset now)
    {
        db.ExternalIdentities.Add(ExternalIdentity.Of(user, who.Issuer, who.Subject, now));
        db.Audit.Add(AuditEntry.Of(user.Uuid, "link external log-in", user.Uuid, "{}", now));
    }

    /// <summary>Tells the owner that one more log-in opens the account.</summary>
    public void Announce(User user, DateTimeOffset now)
    {
        var body = JsonSerializer.Serialize(new ExternalLogInLinked(user.Uuid));
        db.Outbox.Add(OutboxMessage.Of(nameof(ExternalLogInLinked), body, now));
    }
}

/// <summary>Outbox message: one more log-in elsewhere opens an account, so its owner is to be told.</summary>
public sealed record ExternalLogInLinked(Guid User);
