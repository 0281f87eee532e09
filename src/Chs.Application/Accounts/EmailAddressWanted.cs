namespace Chs.Application.Accounts;

/// <summary>Outbox message: somebody wanted to sign up, or to move an account, with the address of this one.</summary>
public sealed record EmailAddressWanted(Guid User);
