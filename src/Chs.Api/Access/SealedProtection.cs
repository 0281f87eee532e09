using System.Security.Cryptography;
using Chs.Application.Ports;
using Microsoft.AspNetCore.DataProtection;

namespace Chs.Api.Access;

/// <summary>
/// Protects the state and cookies of an institution's log-in with the site's sealing key,
/// so that any replica can read what another one has written.
/// </summary>
sealed class SealedProtection(ISeal seal, string purpose = "log-in elsewhere") : IDataProtector
{
    public IDataProtector CreateProtector(string subPurpose) => new SealedProtection(seal, $"{purpose}/{subPurpose}");

    public byte[] Protect(byte[] plaintext) => seal.Protect(Convert.ToBase64String(plaintext), purpose);

    /// <exception cref="CryptographicException">The data isn't ours, or was changed.</exception>
    public byte[] Unprotect(byte[] protectedData) => Convert.FromBase64String(seal.Unprotect(protectedData, purpose));
}
