using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Apis.Auth.OAuth2;

namespace Chs.Infrastructure.ObjectStores;

/// <summary>
/// Signs addresses of objects with Google's V4 signature, so that whoever has one can read the object for a while.
/// </summary>
sealed class GcsUrlSigner(ServiceAccountCredential account, Uri endpoint)
{
    const string Algorithm = "GOOG4-RSA-SHA256";

    public Uri Sign(string bucket, string key, DateTimeOffset now, TimeSpan validFor)
    {
        var day = now.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var instant = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{day}/auto/storage/goog4_request";
        var path = $"/{bucket}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}";
        // Parameters in alphabetical order, as the signature requires.
        var query = string.Join(
            '&',
            $"X-Goog-Algorithm={Algorithm}",
            $"X-Goog-Credential={Uri.EscapeDataString($"{account.Id}/{scope}")}",
            $"X-Goog-Date={instant}",
            $"X-Goog-Expires={(int)validFor.TotalSeconds}",
            "X-Goog-SignedHeaders=host"
        );
        var canonicalRequest = $"GET\n{path}\n{query}\nhost:{endpoint.Authority}\n\nhost\nUNSIGNED-PAYLOAD";
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest)));
        var signature = SignatureOf($"{Algorithm}\n{instant}\n{scope}\n{digest}");
        return new Uri(endpoint, $"{path}?{query}&X-Goog-Signature={signature}");
    }

    /// <returns>Hexadecimal; the library returns base64.</returns>
    string SignatureOf(string text)
    {
        var base64 = account.CreateSignature(Encoding.UTF8.GetBytes(text));
        return Convert.ToHexStringLower(Convert.FromBase64String(base64));
    }
}
