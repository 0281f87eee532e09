using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Chs.Infrastructure.Identity;

/// <summary>Password hashes that an import brought: <c>pbkdf2_sha256$iterations$salt$base64 of 32 bytes</c>.</summary>
static class DjangoPassword
{
    public const string Prefix = "pbkdf2_sha256$";

    /// <summary>More than anybody uses: a broken row must not keep a processor busy for minutes.</summary>
    const int MostIterations = 10_000_000;

    public static bool Fits(string hash, string password)
    {
        if (hash.Split('$') is not [_, var rounds, var salt, var expected])
            return false;
        if (
            !int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations is < 1 or > MostIterations
        )
            return false;
        Span<byte> stored = stackalloc byte[33];
        if (!Convert.TryFromBase64String(expected, stored, out var length) || length != 32)
            return false;
        var derived = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password),
            Encoding.ASCII.GetBytes(salt),
            iterations,
            HashAlgorithmName.SHA256,
            32
        );
        return CryptographicOperations.FixedTimeEquals(derived, stored[..32]);
    }
}
