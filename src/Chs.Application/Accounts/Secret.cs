using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Chs.Application.Accounts;

/// <summary>Makes random secrets, and the digests that are stored of them.</summary>
static class Secret
{
    /// <summary>An API token: 160 random bits as 40 hex digits, the format that scripts expect.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    /// <summary>A secret of a log-in, a play or a ticket: 256 random bits.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The digest that is stored of a secret.</summary>
    /// <remarks>SHA-256 without salt and iterations suffices, because the secrets are random.</remarks>
    public static byte[] Digest(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Tells two texts apart without revealing them: 128 bits of the digest, in hex.</summary>
    public static string FingerprintOf(string text) => FingerprintOf(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="FingerprintOf(string)"/>
    public static string FingerprintOf(byte[] content) =>
        Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16));
}
