namespace Chs.Application.Accounts;

/// <summary>Outbox message: an account no longer uses this address, so its reader is to be told.</summary>
public sealed record EmailAddressReleased(string Email);
