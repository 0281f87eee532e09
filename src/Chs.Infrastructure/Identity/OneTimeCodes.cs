using Chs.Application.Ports;
using OtpNet;
using QRCoder;

namespace Chs.Infrastructure.Identity;

/// <summary>Otp.NET and QRCoder.</summary>
sealed class OneTimeCodes : IOneTimeCodes
{
    static readonly VerificationWindow Tolerance = new(previous: 1, future: 1);

    public string NewSecret() => Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(20));

    public long? StepOf(string secret, string code, DateTimeOffset now)
    {
        if (code.Length != 6 || !code.All(char.IsAsciiDigit))
            return null;
        return new Totp(Base32Encoding.ToBytes(secret)).VerifyTotp(now.UtcDateTime, code, out var step, Tolerance)
            ? step
            : null;
    }

    public string PictureOf(string address)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return picture.GetGraphic(4);
    }
}
