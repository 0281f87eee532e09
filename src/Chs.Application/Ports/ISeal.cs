namespace Chs.Application.Ports;

/// <summary>Encrypts short secrets that must be readable again (decision 0011).</summary>
public interface ISeal
{
    /// <summary>Encrypts a secret.</summary>
    /// <param name="owner">What the secret belongs to. It can't be decrypted for another owner.</param>
    byte[] Protect(string secret, string owner);

    /// <summary>Decrypts a secret.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">
    /// The secret was encrypted with another key or for another owner, or its bytes were changed.
    /// </exception>
    string Unprotect(ReadOnlySpan<byte> sealedSecret, string owner);

    /// <summary>Derives a key for a purpose, always the same one, from which no other can be told.</summary>
    /// <returns>32 bytes.</returns>
    byte[] Derive(string purpose);
}
