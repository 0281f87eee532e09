using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Chs.Infrastructure.Settings;

namespace Chs.Api.Access;

/// <summary>Verifies the signatures of callbacks. Without a callback key in the settings none is valid.</summary>
sealed class CallbackSignature(ChsSettings settings, TimeProvider time)
{
    /// <summary>How far a caller's clock may differ from ours, in either direction.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    readonly byte[]? _key = settings.Videos.CallbackKey is { } key ? Encoding.UTF8.GetBytes(key) : null;

    /// <param name="signature">HMAC-SHA256 in lower-case hex.</param>
    /// <param name="message">The signed bytes.</param>
    public bool IsRight(string signature, ReadOnlySpan<byte> message)
    {
        if (_key is null)
            return false;
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(_key, message));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(expected),
            Encoding.UTF8.GetBytes(signature)
        );
    }

    /// <summary>Verifies a callback of v3, which signs method, path, time and the whole body.</summary>
    /// <param name="timestamp">Seconds since 1970.</param>
    public bool IsRight(string signature, string timestamp, string method, string path, ReadOnlySpan<byte> body)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return false;
        // As double: the difference of two extreme longs would overflow.
        var difference = (double)seconds - time.GetUtcNow().ToUnixTimeSeconds();
        if (Math.Abs(difference) > Tolerance.TotalSeconds)
            return false;
        var head = Encoding.UTF8.GetBytes($"{method}\n{path}\n{timestamp}\n");
        return IsRight(signature, [.. head, .. body]);
    }
}
