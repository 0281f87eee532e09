using System.Security.Cryptography;
using System.Text;

namespace Chs.Application.Access;

/// <summary>How often something may happen.</summary>
/// <param name="Name">Who or what has the quota. Only its digest is stored.</param>
/// <param name="Permits">How often within a window.</param>
/// <param name="Window">How long a window is. It begins with what is counted first.</param>
public sealed record Quota(string Name, int Permits, TimeSpan Window)
{
    /// <summary>
    /// SHA-256 in hex. Names hold what people typed as their address, which may be megabytes long, or a password.
    /// </summary>
    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Name)));
}
