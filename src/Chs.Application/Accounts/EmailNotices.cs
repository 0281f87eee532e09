using System.Text.Json;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Domain.Messaging;

namespace Chs.Application.Accounts;

/// <summary>Has mails sent about addresses.</summary>
/// <remarks>
/// They go to the outbox directly: domain events would also be written to the audit log, which holds no addresses.
/// </remarks>
sealed class EmailNotices(IChsDb db)
{
    /// <summary>Tells the reader of an address that an account no longer uses it.</summary>
    public void TellReleased(string address, DateTimeOffset now) => Add(new EmailAddressReleased(address), now);

    /// <summary>Sends a link to an address to which an account is to move.</summary>
    public void AskToConfirm(User user, string address, DateTimeOffset now) =>
        Add(new EmailChangeRequested(user.Uuid, address), now);

    /// <summary>Tells an account's owner that somebody wanted to use its address for another one.</summary>
    public void TellWanted(User owner, DateTimeOffset now) => Add(new EmailAddressWanted(owner.Uuid), now);

    void Add<T>(T message, DateTimeOffset now) =>
        db.Outbox.Add(OutboxMessage.Of(typeof(T).Name, JsonSerializer.Serialize(message), now));
}
