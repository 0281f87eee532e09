namespace Chs.Application.Ports;

/// <summary>One-time codes by the clock (RFC 6238: SHA-1, 30 s, 6 digits), as every authenticator app makes them.</summary>
public interface IOneTimeCodes
{
    /// <summary>A fresh secret in base32, 32 characters.</summary>
    string NewSecret();

    /// <summary>Of which 30 seconds a code is: this one, the one before or the next, for clocks that differ.</summary>
    /// <returns>Null when it is of none of them.</returns>
    long? StepOf(string secret, string code, DateTimeOffset now);

    /// <summary>A picture (SVG) from which apps take the address in.</summary>
    string PictureOf(string address);
}

/// <summary>Encrypts short secrets that must be readable again.</summary>
public interface ISeal
{
    /// <param name="owner">What the secret belongs to: sealed for one owner it can't be opened for another.</param>
    byte[] Close(string secret, string owner);

    /// <exception cref="System.Security.Cryptography.CryptographicException">Another key, another owner, or changed bytes.</exception>
    string Open(ReadOnlySpan<byte> sealedSecret, string owner);
}
