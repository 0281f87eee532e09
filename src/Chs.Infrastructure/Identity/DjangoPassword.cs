using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Chs.Infrastructure.Identity;

/// <summary>Verifies Django's password hashes, which imported accounts have.</summary>
/// <remarks>Their form is <c>pbkdf2_sha256$iterations$salt$hash</c>; the hash is 32 bytes in base64.</remarks>
static class DjangoPassword
{
    public const string Prefix = "pbkdf2_sha256$";

    /// <summary>Bytes.</summary>
    const int HashSize = 32;

    /// <summary>
    /// More than Django ever used. The limit keeps a damaged hash from occupying a processor for minutes.
    /// </summary>
    const int MaximumIterations = 10_000_000;

    public static bool Matches(string hash, string password)
    {
        if (hash.Split('$') is not [_, var rounds, var salt, var base64])
            return false;
        if (
            !int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations is < 1 or > MaximumIterations
        )
            return false;
        // One byte more than needed, so that longer hashes are recognised.
        Span<byte> expected = stackalloc byte[HashSize + 1];
        if (!Convert.TryFromBase64String(base64, expected, out var length) || length != HashSize)
            return false;
        var derived = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password),
            Encoding.ASCII.GetBytes(salt),
            iterations,
            HashAlgorithmName.SHA256,
            HashSize
        );
        return CryptographicOperations.FixedTimeEquals(derived, expected[..HashSize]);
    }
}
