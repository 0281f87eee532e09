using Chs.Application.Ports;
using OtpNet;
using QRCoder;

namespace Chs.Infrastructure.Identity;

/// <summary>One-time codes by Otp.NET, and their QR codes by QRCoder.</summary>
sealed class OneTimeCodes : IOneTimeCodes
{
    /// <summary>Bytes; 32 characters in base32.</summary>
    const int SecretSize = 20;

    static readonly VerificationWindow Tolerance = new(previous: 1, future: 1);

    public string NewSecret() => Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(SecretSize));

    public long? FindTimeStep(string secret, string code, DateTimeOffset now)
    {
        if (code.Length != 6 || !code.All(char.IsAsciiDigit))
            return null;
        var totp = new Totp(Base32Encoding.ToBytes(secret));
        return totp.VerifyTotp(now.UtcDateTime, code, out var step, Tolerance) ? step : null;
    }

    public string DrawQrCode(string address)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(data);
        return svg.GetGraphic(4);
    }
}
