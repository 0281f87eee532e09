using System.Security.Cryptography;
using Chs.Application.Ports;
using Microsoft.AspNetCore.DataProtection;

namespace Chs.Api.Access;

/// <summary>Protects what browsers carry through an institution's log-in with the site's own sealing key: any replica can read what another wrote.</summary>
sealed class SealedProtection(ISeal seal, string purpose = "log-in elsewhere") : IDataProtector
{
    public IDataProtector CreateProtector(string purpose1) => new SealedProtection(seal, $"{purpose}/{purpose1}");

    public byte[] Protect(byte[] plaintext) => seal.Close(Convert.ToBase64String(plaintext), purpose);

    /// <exception cref="CryptographicException">Not ours, or changed.</exception>
    public byte[] Unprotect(byte[] protectedData) => Convert.FromBase64String(seal.Open(protectedData, purpose));
}
