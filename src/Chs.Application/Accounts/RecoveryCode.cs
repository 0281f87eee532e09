using System.Security.Cryptography;

namespace Chs.Application.Accounts;

/// <summary>Makes codes for log-ins without the device that makes the other ones.</summary>
static class RecoveryCode
{
    const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>About 50 random bits in letters and digits that can't be confused, such as <c>k7mq2-x9wpa</c>.</summary>
    public static string Create()
    {
        var code = RandomNumberGenerator.GetString(Letters, 10);
        return $"{code[..5]}-{code[5..]}";
    }
}
