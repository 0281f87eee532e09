namespace Chs.Application.Ports;

/// <summary>Time-based one-time passwords (RFC 6238: SHA-1, 30 s, 6 digits), as authenticator apps make them.</summary>
public interface IOneTimeCodes
{
    /// <summary>Creates a random secret: 32 characters of base32.</summary>
    string NewSecret();

    /// <summary>
    /// Finds the 30-second time step to which a code belongs: the current one, the previous or the next, because clocks
    /// differ.
    /// </summary>
    /// <returns>Null when the code belongs to none of them.</returns>
    long? FindTimeStep(string secret, string code, DateTimeOffset now);

    /// <summary>Draws an <c>otpauth:</c> address as a QR code, an SVG document.</summary>
    string DrawQrCode(string address);
}
