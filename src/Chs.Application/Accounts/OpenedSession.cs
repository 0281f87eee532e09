namespace Chs.Application.Accounts;

/// <summary>A new browser session.</summary>
/// <param name="Secret">The cookie's value. Only its digest is stored, so it can't be read again.</param>
/// <param name="NeedsCode">Whether the session waits for a second factor and gives no access before.</param>
public sealed record OpenedSession(string Secret, DateTimeOffset ExpiresAt, AccountView Account, bool NeedsCode)
{
    /// <summary>Print of the second factor whose code was right; null: no code of ours was asked for.</summary>
    public string? SecondFactor { get; init; }
}
