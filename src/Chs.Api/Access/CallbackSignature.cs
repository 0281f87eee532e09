using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Chs.Infrastructure;
using Chs.Infrastructure.Settings;

namespace Chs.Api.Access;

/// <summary>Whether a call comes from who holds the key for call-backs. Without a key in the settings no call does.</summary>
sealed class CallbackSignature(ChsSettings settings, TimeProvider time)
{
    /// <summary>How far a caller's clock may be away from ours, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    readonly byte[]? _key = settings.CallbackKey is { } key ? Encoding.UTF8.GetBytes(key) : null;

    /// <param name="signature">HMAC-SHA256 in lower-case hex.</param>
    /// <param name="message">What is signed.</param>
    public bool IsRight(string signature, ReadOnlySpan<byte> message) =>
        _key is not null
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(_key, message))),
            Encoding.UTF8.GetBytes(signature)
        );

    /// <summary>The same for v3, where verb, path, time and the whole body are signed.</summary>
    /// <param name="timestamp">Seconds since 1970.</param>
    public bool IsRight(string signature, string timestamp, string method, string path, ReadOnlySpan<byte> body)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return false;
        if (Math.Abs((double)seconds - time.GetUtcNow().ToUnixTimeSeconds()) > Tolerance.TotalSeconds)
            return false;
        return IsRight(signature, [.. Encoding.UTF8.GetBytes($"{method}\n{path}\n{timestamp}\n"), .. body]);
    }
}
