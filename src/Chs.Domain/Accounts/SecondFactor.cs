namespace Chs.Domain.Accounts;

/// <summary>A person's secret for one-time codes (TOTP: SHA-1, 30 s, 6 digits).</summary>
public sealed class SecondFactor
{
    SecondFactor() { }

    public long UserId { get; private init; }

    /// <summary>The secret in base32, encrypted: a copy of the database makes no codes.</summary>
    public byte[] SealedSecret { get; private init; } = [];

    /// <summary>False until its owner has shown a first code.</summary>
    public bool IsActivated { get; private set; }
}
