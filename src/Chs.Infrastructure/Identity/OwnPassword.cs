using System.Buffers.Binary;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Chs.Infrastructure.Identity;

/// <summary>Our own password hashes, by ASP.NET Core Identity's hasher: PBKDF2 with HMAC-SHA512, salted.</summary>
static class OwnPassword
{
    /// <summary>How often HMAC-SHA512 is applied.</summary>
    public const int Iterations = 100_000;

    /// <summary>First byte of the hasher's present form, after which come algorithm and iterations in four bytes each.</summary>
    const byte Form = 1;

    const int Sha512 = 2,
        HeadSize = 9;

    static readonly PasswordHasher<User> Hasher = new(
        Options.Create(new PasswordHasherOptions { IterationCount = Iterations })
    );

    public static string Hash(string password) => Hasher.HashPassword(null!, password);

    /// <summary>
    /// Whether it is one of our hashes. Others aren't even tried: they could cost anything, and the hasher fails on texts
    /// that aren't base64, such as those of Django's other hashers.
    /// </summary>
    public static bool Is(string hash)
    {
        var bytes = new byte[hash.Length];
        return Convert.TryFromBase64String(hash, bytes, out var length)
            && length > HeadSize
            && bytes[0] == Form
            && BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1)) == Sha512
            && BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(5)) == Iterations;
    }

    public static PasswordMatch Verify(string hash, string password) =>
        Hasher.VerifyHashedPassword(null!, hash, password) switch
        {
            PasswordVerificationResult.Success => PasswordMatch.Yes,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordMatch.YesButRehash,
            _ => PasswordMatch.No,
        };
}
