using System.Security.Cryptography;
using System.Text;
using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Seals the secrets of second factors, and checks their codes.</summary>
sealed class SecondFactors(IChsDb db, AccountRules rules, ISeal seal, IOneTimeCodes codes, TimeProvider time)
{
    /// <summary>Whether log-ins to the account need a code.</summary>
    public Task<bool> IsActiveAsync(User user, CancellationToken cancellationToken) =>
        db.SecondFactors.AnyAsync(f => f.UserId == user.Id && f.IsActivated, cancellationToken);

    /// <returns>The second factor that log-ins to the account need; null when they need none.</returns>
    public Task<SecondFactor?> FindActiveAsync(long user, CancellationToken cancellationToken) =>
        db.SecondFactors.SingleOrDefaultAsync(f => f.UserId == user && f.IsActivated, cancellationToken);

    /// <summary>Whether the site requires a second factor of this person.</summary>
    public async Task<bool> AreDemandedOfAsync(User user, CancellationToken cancellationToken) =>
        rules.RequiresSecondFactor(
            user.IsResearcher || await db.Users.WithRoles(db).AnyAsync(u => u.Id == user.Id, cancellationToken),
            user.Rights
        );

    /// <summary>Whether the actor's log-in was opened with the second factor, so that what it makes is as good.</summary>
    public Task<bool> WasShownByAsync(Actor actor, CancellationToken cancellationToken) =>
        db.Credentials.AnyAsync(c => c.Id == actor.CredentialKey && c.IsTwoFactor, cancellationToken);

    /// <summary>Names a second factor without telling its secret. Another one, also of the same person, has another.</summary>
    public static string FingerprintOf(SecondFactor factor) => Secret.FingerprintOf(factor.SealedSecret);

    /// <summary>What is stored of a recovery code.</summary>
    /// <remarks>
    /// The codes are short enough to try all of them, so a copy of the database must not be enough for that: the key isn't in
    /// it. Another person's equal code has another digest.
    /// </remarks>
    public string DigestOf(SecondFactor factor, string recoveryCode)
    {
        var key = seal.Derive($"recovery codes of {factor.UserId}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(recoveryCode)));
    }

    /// <summary>Seals a secret as it is stored with the account.</summary>
    public byte[] Seal(User user, string secret) => seal.Protect(secret, SecondFactor.SealOwnerOf(user.Id));

    /// <returns>The time step to which a code of the app belongs; null when the code is wrong.</returns>
    public long? FindTimeStep(SecondFactor factor, string code)
    {
        var secret = seal.Unprotect(factor.SealedSecret, SecondFactor.SealOwnerOf(factor.UserId));
        return codes.FindTimeStep(secret, code, time.GetUtcNow());
    }

    /// <summary>Checks a code of the app or a recovery code, and records its use, so that no code works twice.</summary>
    /// <returns>Whether the code was right and hadn't been used.</returns>
    public bool TryUseCode(SecondFactor factor, string code)
    {
        var typed = code.Replace(" ", "", StringComparison.Ordinal);
        if (FindTimeStep(factor, typed) is { } step)
            return factor.TryAcceptStep(step);
        return factor.TryUseRecoveryCode(DigestOf(factor, typed.ToLowerInvariant()));
    }
}
