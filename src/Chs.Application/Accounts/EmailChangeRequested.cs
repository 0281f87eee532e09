namespace Chs.Application.Accounts;

/// <summary>Outbox message: an account is to move to this address once its owner has shown to read its mail.</summary>
/// <param name="AskedWith">Print of the password with which it was asked: no link is made once there is another.</param>
public sealed record EmailChangeRequested(Guid User, string Email, string AskedWith);
