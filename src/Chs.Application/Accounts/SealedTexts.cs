using System.Buffers.Text;
using System.Security.Cryptography;
using Chs.Application.Ports;

namespace Chs.Application.Accounts;

/// <summary>What is sealed, as a text that fits into addresses and cookies.</summary>
public static class SealedTexts
{
    /// <summary>Longer ones aren't ours.</summary>
    const int MostCharacters = 1000;

    extension(ISeal seal)
    {
        public string CloseText(string secret, string owner) => Base64Url.EncodeToString(seal.Close(secret, owner));

        /// <returns>Null when it isn't one of ours, or was changed.</returns>
        public string? OpenText(string text, string owner)
        {
            if (text.Length is 0 or > MostCharacters || !Base64Url.IsValid(text))
                return null;
            try
            {
                return seal.Open(Base64Url.DecodeFromChars(text), owner);
            }
            catch (CryptographicException)
            {
                return null;
            }
        }
    }
}
