using System.Security.Cryptography;
using System.Text;
using Chs.Application.Ports;
using Chs.Infrastructure.Settings;

namespace Chs.Infrastructure.Identity;

/// <summary>Encrypts short secrets that must be readable again, with AES-256-GCM.</summary>
/// <remarks>
/// The key comes from the settings, or else from a file in the data folder that is generated at first use.
/// </remarks>
sealed class Seal(ChsSettings settings) : ISeal
{
    /// <summary>First byte of everything that is sealed.</summary>
    const byte FormatVersion = 1;

    // Bytes.
    const int KeySize = 32,
        NonceSize = 12,
        TagSize = 16;

    readonly Lazy<byte[]> _key = new(() =>
        settings.SealingKey is { } text
            ? Convert.FromBase64String(text)
            : ReadOrCreate(Path.Combine(settings.DataDirectory, "sealing.key"))
    );

    /// <param name="owner">What the secret belongs to: sealed for one owner it can't be opened for another.</param>
    /// <returns>Format version, nonce, tag, ciphertext.</returns>
    public byte[] Protect(string secret, string owner)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var sealedSecret = new byte[1 + NonceSize + TagSize + plain.Length];
        sealedSecret[0] = FormatVersion;
        var rest = sealedSecret.AsSpan(1);
        RandomNumberGenerator.Fill(rest[..NonceSize]);
        using var cipher = new AesGcm(_key.Value, TagSize);
        cipher.Encrypt(
            rest[..NonceSize],
            plain,
            rest[(NonceSize + TagSize)..],
            rest.Slice(NonceSize, TagSize),
            Encoding.UTF8.GetBytes(owner)
        );
        return sealedSecret;
    }

    /// <exception cref="CryptographicException">Another key, another owner, or changed bytes.</exception>
    public string Unprotect(ReadOnlySpan<byte> sealedSecret, string owner)
    {
        if (sealedSecret is not [FormatVersion, .. { Length: >= NonceSize + TagSize } rest])
            throw new CryptographicException("Not a sealed secret.");
        var plain = new byte[rest.Length - NonceSize - TagSize];
        using var cipher = new AesGcm(_key.Value, TagSize);
        cipher.Decrypt(
            rest[..NonceSize],
            rest[(NonceSize + TagSize)..],
            rest.Slice(NonceSize, TagSize),
            plain,
            Encoding.UTF8.GetBytes(owner)
        );
        return Encoding.UTF8.GetString(plain);
    }

    /// <inheritdoc/>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key.Value, KeySize, info: Encoding.UTF8.GetBytes(purpose));

    static byte[] ReadOrCreate(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
            Create(path);
        return Convert.FromBase64String(File.ReadAllText(path));
    }

    /// <summary>Writes a new key into the file, unless another process is faster: then that one's key stays.</summary>
    static void Create(string path)
    {
        // Written under another name and then moved, so that nobody reads half a key.
        var temporaryPath = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporaryPath, options))
        {
            var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize));
            file.Write(Encoding.ASCII.GetBytes(key));
        }

        try
        {
            File.Move(temporaryPath, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporaryPath);
        }
    }
}
