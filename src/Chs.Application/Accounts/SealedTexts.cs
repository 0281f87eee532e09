using System.Buffers.Text;
using System.Security.Cryptography;
using Chs.Application.Ports;

namespace Chs.Application.Accounts;

/// <summary>Seals secrets as text that fits into URLs and cookies.</summary>
public sealed class SealedTexts(ISeal seal)
{
    /// <summary>Longer texts are rejected without being opened: we never make one.</summary>
    const int MaximumLength = 1000;

    /// <param name="owner">What the secret belongs to. It can't be opened for another owner.</param>
    public string Protect(string secret, string owner) => Base64Url.EncodeToString(seal.Protect(secret, owner));

    /// <returns>The secret; null when the text wasn't sealed by us for this owner, or was changed.</returns>
    public string? Unprotect(string text, string owner)
    {
        if (text.Length is 0 or > MaximumLength || !Base64Url.IsValid(text))
            return null;
        try
        {
            return seal.Unprotect(Base64Url.DecodeFromChars(text), owner);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
