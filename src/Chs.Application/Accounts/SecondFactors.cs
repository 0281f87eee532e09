using System.Security.Cryptography;
using Chs.Application.Ports;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>Checks codes of second factors and makes recovery codes.</summary>
static class SecondFactors
{
    const string RecoveryLetters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>The owner for which <see cref="ISeal"/> seals a user's secret. The Lookit import uses the same text.</summary>
    public static string OwnerOf(long user) => $"second factor {user}";

    /// <summary>Checks a code of the app or a recovery code, and records its use, so that no code works twice.</summary>
    /// <returns>Whether the code was right and hadn't been used.</returns>
    public static bool TryUseCode(SecondFactor factor, string code, ISeal seal, IOneTimeCodes codes, DateTimeOffset now)
    {
        var typed = code.Replace(" ", "", StringComparison.Ordinal);
        var secret = seal.Unprotect(factor.SealedSecret, OwnerOf(factor.UserId));
        if (codes.FindTimeStep(secret, typed, now) is { } step)
            return factor.TryAcceptStep(step);
        return factor.TryUseRecoveryCode(DigestOf(typed.ToLowerInvariant()));
    }

    /// <summary>About 50 random bits in letters and digits that can't be confused, such as <c>k7mq2-x9wpa</c>.</summary>
    public static string NewRecoveryCode()
    {
        var code = RandomNumberGenerator.GetString(RecoveryLetters, 10);
        return $"{code[..5]}-{code[5..]}";
    }

    /// <summary>What is stored of a recovery code.</summary>
    public static string DigestOf(string code) => Convert.ToHexStringLower(Secret.Digest(code));
}
