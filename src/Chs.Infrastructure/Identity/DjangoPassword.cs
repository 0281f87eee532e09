using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Chs.Infrastructure.Identity;

/// <summary>A password hash of Django's, which imported accounts have.</summary>
/// <remarks>Its form is <c>pbkdf2_sha256$iterations$salt$hash</c>; the hash is 32 bytes in base64.</remarks>
/// <param name="Iterations">How often HMAC-SHA256 is applied.</param>
/// <param name="Salt">As text.</param>
/// <param name="Expected">What the right password gives.</param>
sealed record DjangoPassword(int Iterations, string Salt, byte[] Expected)
{
    public const string Prefix = "pbkdf2_sha256$";

    /// <summary>Bytes.</summary>
    const int HashSize = 32;

    /// <summary>
    /// Twice as many as Django's newest version makes. Whoever guesses makes us pay for the costliest hash of the site,
    /// so a damaged one mustn't cost minutes.
    /// </summary>
    public const int MaximumIterations = 2_000_000;

    /// <returns>Null when it isn't such a hash, is damaged, or has more iterations than are accepted.</returns>
    public static DjangoPassword? Parse(string hash)
    {
        if (
            IterationsOf(hash) is not (> 0 and <= MaximumIterations)
            || hash.Split('$') is not [_, _, var salt, var base64]
        )
            return null;
        // One byte more than needed, so that longer hashes are recognised.
        var expected = new byte[HashSize + 1];
        if (!Convert.TryFromBase64String(base64, expected, out var length) || length != HashSize)
            return null;
        return new DjangoPassword((int)IterationsOf(hash)!.Value, salt, expected[..HashSize]);
    }

    /// <returns>Null when it isn't such a hash.</returns>
    public static long? IterationsOf(string hash)
    {
        if (!hash.StartsWith(Prefix, StringComparison.Ordinal) || hash.Split('$') is not [_, var rounds, _, ..])
            return null;
        return long.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            ? iterations
            : null;
    }

    public bool Matches(string password)
    {
        var derived = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password),
            Encoding.ASCII.GetBytes(Salt),
            Iterations,
            HashAlgorithmName.SHA256,
            HashSize
        );
        return CryptographicOperations.FixedTimeEquals(derived, Expected);
    }
}
