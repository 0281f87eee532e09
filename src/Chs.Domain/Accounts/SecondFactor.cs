namespace Chs.Domain.Accounts;

/// <summary>A person's secret for one-time codes (TOTP: SHA-1, 30 s, 6 digits), and codes for the day when the device is lost.</summary>
public sealed class SecondFactor
{
    /// <summary>Codes for that day.</summary>
    public const int RecoveryCodes = 10;

    SecondFactor() { }

    public long UserId { get; private init; }

    /// <summary>The secret in base32, encrypted: a copy of the database makes no codes.</summary>
    public byte[] SealedSecret { get; private set; } = [];

    /// <summary>False until its owner has shown a first code.</summary>
    public bool IsActivated { get; private set; }

    /// <summary>Number of the 30 seconds (since 1970) of the last accepted code: neither it nor an earlier one is accepted again.</summary>
    public long LastStep { get; private set; }

    /// <summary>SHA-256 in hex of the recovery codes that weren't used yet.</summary>
    public IReadOnlyList<string> RecoveryDigests { get; private set; } = [];

    public static SecondFactor Enrol(long user, byte[] sealedSecret) =>
        new() { UserId = user, SealedSecret = sealedSecret };

    /// <summary>Begins anew, as long as it isn't in use.</summary>
    public Outcome EnrolAgain(byte[] sealedSecret)
    {
        if (IsActivated)
            return AccountErrors.SecondFactorActive;
        SealedSecret = sealedSecret;
        return Outcome.Ok;
    }

    /// <summary>From now on log-ins need a code.</summary>
    /// <param name="step">Of the code that was shown.</param>
    public void Activate(long step, IReadOnlyList<string> recoveryDigests) =>
        (IsActivated, LastStep, RecoveryDigests) = (true, step, recoveryDigests);

    /// <returns>Whether a code of this step may be accepted: once, and none before it.</returns>
    public bool Accept(long step)
    {
        if (step <= LastStep)
            return false;
        LastStep = step;
        return true;
    }

    /// <returns>Whether it was one of the recovery codes; then it isn't any more.</returns>
    public bool UseRecoveryCode(string digest)
    {
        if (!RecoveryDigests.Contains(digest))
            return false;
        RecoveryDigests = [.. RecoveryDigests.Where(known => known != digest)];
        return true;
    }
}
