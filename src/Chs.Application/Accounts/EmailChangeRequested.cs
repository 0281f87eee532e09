namespace Chs.Application.Accounts;

/// <summary>Outbox message: an account is to move to this address once its owner has shown to read its mail.</summary>
public sealed record EmailChangeRequested(Guid User, string Email);
