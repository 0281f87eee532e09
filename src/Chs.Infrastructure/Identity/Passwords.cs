using System.IO.Compression;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Chs.Infrastructure.Identity;

/// <summary>Passwords by ASP.NET Core Identity's hasher: PBKDF2 with HMAC-SHA512, salted, 100,000 iterations.</summary>
sealed class Passwords : IPasswords
{
    static readonly PasswordHasher<User> Hasher = new();
    static readonly Lazy<HashSet<string>> CommonPasswords = new(LoadCommonPasswords);
    readonly Lazy<string> _dummyHash = new(() => Hasher.HashPassword(null!, "nobody's password"));

    public string Hash(string password) => Hasher.HashPassword(null!, password);

    public PasswordMatch Verify(string hash, string password)
    {
        if (hash.StartsWith(DjangoPassword.Prefix, StringComparison.Ordinal))
            return DjangoPassword.Matches(hash, password) ? PasswordMatch.YesButRehash : PasswordMatch.No;
        // Django marks accounts without a password with an exclamation mark.
        if (hash.StartsWith('!'))
            return PasswordMatch.No;
        return VerifyOwn(hash, password);
    }

    static PasswordMatch VerifyOwn(string hash, string password) =>
        Hasher.VerifyHashedPassword(null!, hash, password) switch
        {
            PasswordVerificationResult.Success => PasswordMatch.Yes,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordMatch.YesButRehash,
            _ => PasswordMatch.No,
        };

    public void PretendToVerify(string password) => Hasher.VerifyHashedPassword(null!, _dummyHash.Value, password);

    public bool IsCommon(string lowerCasePassword) => CommonPasswords.Value.Contains(lowerCasePassword);

    static HashSet<string> LoadCommonPasswords()
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
