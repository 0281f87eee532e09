namespace Chs.Domain.Accounts;

/// <summary>A person's secret for one-time codes (TOTP: SHA-1, 30 s, 6 digits), with recovery codes for when the device is lost.</summary>
public sealed class SecondFactor
{
    /// <summary>Number of recovery codes that a person gets.</summary>
    public const int RecoveryCodeCount = 10;

    SecondFactor() { }

    public long UserId { get; private init; }

    /// <summary>The base32 secret, encrypted so that a copy of the database can't produce codes.</summary>
    public byte[] SealedSecret { get; private set; } = [];

    /// <summary>False until the owner has presented a first code.</summary>
    public bool IsActivated { get; private set; }

    /// <summary>Number of the 30-second step (since 1970) of the last accepted code. Its code and earlier ones are refused.</summary>
    public long LastStep { get; private set; }

    /// <summary>
    /// Digests in hex of the recovery codes that are still unused, made with a key that isn't in the database.
    /// </summary>
    public IReadOnlyList<string> RecoveryDigests { get; private set; } = [];

    /// <summary>The owner for which a user's secret is sealed.</summary>
    /// <param name="user">The user's database key.</param>
    public static string SealOwnerOf(long user) => $"second factor {user}";

    internal static SecondFactor Of(long user, byte[] sealedSecret) =>
        new() { UserId = user, SealedSecret = sealedSecret };

    /// <summary>Replaces the secret while the second factor isn't active yet.</summary>
    internal Outcome ReplaceSecret(byte[] sealedSecret)
    {
        if (IsActivated)
            return AccountErrors.SecondFactorActive;
        SealedSecret = sealedSecret;
        return Outcome.Ok;
    }

    /// <summary>Makes log-ins require a code.</summary>
    /// <param name="step">Step of the code that the owner presented.</param>
    /// <param name="recoveryDigests">Digests of the codes for when the device is lost.</param>
    internal Outcome Activate(long step, IReadOnlyList<string> recoveryDigests)
    {
        if (IsActivated)
            return AccountErrors.SecondFactorActive;
        IsActivated = true;
        LastStep = step;
        RecoveryDigests = recoveryDigests;
        return Outcome.Ok;
    }

    /// <summary>Accepts a code once, and no earlier code after it.</summary>
    /// <param name="step">Step of the code.</param>
    /// <returns>Whether the code is accepted.</returns>
    public bool TryAcceptStep(long step)
    {
        if (step <= LastStep)
            return false;
        LastStep = step;
        return true;
    }

    /// <summary>Uses up a recovery code.</summary>
    /// <returns>Whether it was one of the unused codes.</returns>
    public bool TryUseRecoveryCode(string digest)
    {
        if (!RecoveryDigests.Contains(digest))
            return false;
        RecoveryDigests = [.. RecoveryDigests.Where(unused => unused != digest)];
        return true;
    }
}
