using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Chs.Application.Ports;
using Chs.Domain.Accounts;

namespace Chs.Infrastructure.Identity;

/// <summary>Hashes passwords by <see cref="OwnPassword"/>, and verifies imported ones by <see cref="DjangoPassword"/>.</summary>
/// <param name="stored">What the costliest hash of the site costs.</param>
sealed class Passwords(StoredHashes stored) : IPasswords, IDisposable
{
    static readonly Lazy<HashSet<string>> CommonPasswords = new(LoadCommonPasswords);

    /// <summary>
    /// Guesses may occupy half of the processors: the other half goes on serving families. Who waits costs a request's
    /// memory only.
    /// </summary>
    readonly SemaphoreSlim _atOnce = new(Math.Max(1, Environment.ProcessorCount / 2));

    long _sha512,
        _sha256;

    /// <summary>What all log-ins have cost so far.</summary>
    internal HashCost Spent => new(Interlocked.Read(ref _sha512), Interlocked.Read(ref _sha256));

    public string Hash(string password) => OwnPassword.Hash(password);

    public PasswordMatch Verify(string hash, string password) => VerifyAtCost(hash, password).Match;

    public async Task<PasswordMatch> VerifyEvenlyAsync(
        string? hash,
        string password,
        CancellationToken cancellationToken
    )
    {
        var largest = await stored.LargestAsync(cancellationToken);
        await _atOnce.WaitAsync(cancellationToken);
        try
        {
            var (match, cost) = VerifyAtCost(hash ?? User.NoPassword, password);
            stored.Note((int)cost.Sha256);
            if (match is PasswordMatch.No)
                cost += Spend(cost.To(new HashCost(OwnPassword.Iterations, largest)), password);
            Interlocked.Add(ref _sha512, cost.Sha512);
            Interlocked.Add(ref _sha256, cost.Sha256);
            return match;
        }
        finally
        {
            _atOnce.Release();
        }
    }

    public bool IsCommon(string lowerCasePassword) => CommonPasswords.Value.Contains(lowerCasePassword);

    public void Dispose() => _atOnce.Dispose();

    /// <remarks>Other hashes match nothing: an exclamation mark stands for no password, as in Django.</remarks>
    static (PasswordMatch Match, HashCost Cost) VerifyAtCost(string hash, string password)
    {
        if (DjangoPassword.Parse(hash) is { } imported)
        {
            var match = imported.Matches(password) ? PasswordMatch.YesButRehash : PasswordMatch.No;
            return (match, new HashCost(0, imported.Iterations));
        }

        return OwnPassword.Is(hash)
            ? (OwnPassword.Verify(hash, password), new HashCost(OwnPassword.Iterations, 0))
            : (PasswordMatch.No, default);
    }

    /// <summary>Computes for nothing but the time that it takes.</summary>
    static HashCost Spend(HashCost cost, string password)
    {
        Spend(cost.Sha512, HashAlgorithmName.SHA512, password);
        Spend(cost.Sha256, HashAlgorithmName.SHA256, password);
        return cost;
    }

    static void Spend(long iterations, HashAlgorithmName algorithm, string password)
    {
        const int size = 32;
        Span<byte> nowhere = stackalloc byte[size];
        if (iterations > 0)
            Rfc2898DeriveBytes.Pbkdf2(
                Encoding.UTF8.GetBytes(password),
                "nobody's password"u8,
                nowhere,
                (int)iterations,
                algorithm
            );
    }

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
