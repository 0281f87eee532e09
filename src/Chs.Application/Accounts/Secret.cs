using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Chs.Application.Accounts;

/// <summary>Random secrets and what is stored of them.</summary>
static class Secret
{
    /// <summary>40 hex digits, as scripts know tokens.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    /// <summary>256 random bits for a cookie.</summary>
    public static string NewSession() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 suffices: what is hashed is random, not guessable.</summary>
    public static byte[] Digest(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
