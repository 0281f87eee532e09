using System.IO.Compression;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Chs.Infrastructure.Identity;

/// <summary>ASP.NET Core Identity's hasher: PBKDF2 with HMAC-SHA512, salted, 100,000 iterations.</summary>
sealed class Passwords : IPasswords
{
    static readonly PasswordHasher<User> Hasher = new();
    static readonly Lazy<HashSet<string>> Common = new(LoadCommon);
    readonly Lazy<string> _someHash = new(() => Hasher.HashPassword(null!, "nobody's password"));

    public string Hash(string password) => Hasher.HashPassword(null!, password);

    public PasswordMatch Verify(string hash, string password) =>
        hash.StartsWith(DjangoPassword.Prefix, StringComparison.Ordinal)
            ? DjangoPassword.Fits(hash, password)
                ? PasswordMatch.YesButRehash
                : PasswordMatch.No
            : hash.StartsWith('!')
                ? PasswordMatch.No // a reference's account without a password
                : VerifyOwn(hash, password);

    static PasswordMatch VerifyOwn(string hash, string password) =>
        Hasher.VerifyHashedPassword(null!, hash, password) switch
        {
            PasswordVerificationResult.Success => PasswordMatch.Yes,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordMatch.YesButRehash,
            _ => PasswordMatch.No,
        };

    public void PretendToVerify(string password) => Hasher.VerifyHashedPassword(null!, _someHash.Value, password);

    public bool IsCommon(string lowerCasePassword) => Common.Value.Contains(lowerCasePassword);

    static HashSet<string> LoadCommon()
    {
        using var resource = typeof(Passwords).Assembly.GetManifestResourceStream(
            "Chs.Infrastructure.Identity.common-passwords.txt.gz"
        )!;
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        HashSet<string> passwords = [];
        while (reader.ReadLine() is { } line)
            passwords.Add(line);
        return passwords;
    }
}
