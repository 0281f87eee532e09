using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Chs.Testing;

/// <summary>Google's V4 signature of an address.</summary>
static class GoogleSignature
{
    const string Algorithm = "GOOG4-RSA-SHA256";

    /// <param name="account">The service account that must have signed.</param>
    /// <param name="key">Its public half is enough.</param>
    public static bool IsValid(HttpRequest request, string path, string account, RSA key)
    {
        var query = request.Query;
        if (query["X-Goog-Algorithm"] != Algorithm || IsExpired(query))
            return false;
        var credential = query["X-Goog-Credential"].ToString().Split('/', 2);
        if (credential.Length != 2 || credential[0] != account)
            return false;
        var signature = Convert.FromHexString(query["X-Goog-Signature"].ToString());
        var text = TextToSign(request, path, credential[1]);
        return key.VerifyData(text, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    static bool IsExpired(IQueryCollection query)
    {
        var hasDate = DateTimeOffset.TryParseExact(
            query["X-Goog-Date"],
            "yyyyMMdd'T'HHmmss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var signed
        );
        if (!hasDate)
            return true;
        var seconds = int.Parse(query["X-Goog-Expires"].ToString(), CultureInfo.InvariantCulture);
        return signed.AddSeconds(seconds) < TimeProvider.System.GetUtcNow();
    }

    static byte[] TextToSign(HttpRequest request, string path, string scope)
    {
        var pairs = request
            .Query.Where(pair => pair.Key != "X-Goog-Signature")
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value.ToString())}");
        var canonicalQuery = string.Join('&', pairs);
        var canonicalPath = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        var canonical =
            $"{request.Method}\n{canonicalPath}\n{canonicalQuery}\nhost:{request.Host.Value}\n\nhost\nUNSIGNED-PAYLOAD";
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        return Encoding.UTF8.GetBytes($"{Algorithm}\n{request.Query["X-Goog-Date"]}\n{scope}\n{digest}");
    }
}
