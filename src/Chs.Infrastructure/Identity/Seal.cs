using System.Security.Cryptography;
using System.Text;
using Chs.Application.Ports;
using Chs.Infrastructure.Settings;

namespace Chs.Infrastructure.Identity;

/// <summary>Encrypts short secrets that must be readable again (AES-256-GCM). The key comes from the settings, else from a file that is made at first use.</summary>
sealed class Seal(ChsSettings settings) : ISeal
{
    const byte Form = 1;
    const int NonceSize = 12,
        TagSize = 16;

    readonly Lazy<byte[]> _key = new(() =>
        settings.SealingKey is { } text
            ? Convert.FromBase64String(text)
            : FromFile(Path.Combine(settings.DataDirectory, "sealing.key"))
    );

    /// <param name="owner">What the secret belongs to: sealed for one owner it can't be opened for another.</param>
    /// <returns>Form, nonce, tag, ciphertext.</returns>
    public byte[] Close(string secret, string owner)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var sealedSecret = new byte[1 + NonceSize + TagSize + plain.Length];
        sealedSecret[0] = Form;
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
    public string Open(ReadOnlySpan<byte> sealedSecret, string owner)
    {
        if (sealedSecret is not [Form, .. { Length: >= NonceSize + TagSize } rest])
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

    static byte[] FromFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
        {
            // Written beside and moved, so that nobody ever reads half a key; whoever comes second keeps the first one's.
            var fresh = $"{path}.{Environment.ProcessId}";
            var onlyOurs = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                onlyOurs.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(fresh, onlyOurs))
                file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));
            try
            {
                File.Move(fresh, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(fresh);
            }
        }

        return Convert.FromBase64String(File.ReadAllText(path));
    }
}
