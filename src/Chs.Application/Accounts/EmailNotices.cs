using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>Has mails sent about addresses.</summary>
/// <remarks>
/// They go to the outbox directly: domain events would also be written to the audit log, which holds no addresses.
/// </remarks>
sealed class EmailNotices(IChsDb db)
{
    /// <summary>Tells the reader of an address that an account no longer uses it.</summary>
    public void TellReleased(string address, DateTimeOffset now) => db.Post(new EmailAddressReleased(address), now);

    /// <summary>Sends a link to an address to which an account is to move.</summary>
    public void AskToConfirm(User user, string address, DateTimeOffset now) =>
        db.Post(new EmailChangeRequested(user.Uuid, address, AccountLinks.PasswordFingerprintOf(user)), now);

    /// <summary>Tells an account's owner that somebody wanted to use its address for another one.</summary>
    public void TellWanted(User owner, DateTimeOffset now) => db.Post(new EmailAddressWanted(owner.Uuid), now);
}
