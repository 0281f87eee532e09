using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Chs.Testing;

/// <summary>The signed token with which a service account logs in to Google's API.</summary>
static class GoogleToken
{
    const string Scope = "https://www.googleapis.com/auth/devstorage.read_write";

    /// <param name="authorization">The request's header.</param>
    /// <param name="account">The service account that must have signed.</param>
    /// <param name="key">Its public half is enough.</param>
    public static bool IsValid(string authorization, string account, RSA key)
    {
        var parts = authorization.Split(' ')[^1].Split('.');
        if (!authorization.StartsWith("Bearer ", StringComparison.Ordinal) || parts.Length != 3)
            return false;
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        var signature = Base64Url.DecodeFromChars(parts[2]);
        if (!key.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
            return false;
        var claims = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[1]));
        var expires = DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64());
        return claims.GetProperty("iss").GetString() == account
            && claims.GetProperty("scope").GetString() == Scope
            && expires > TimeProvider.System.GetUtcNow();
    }
}
