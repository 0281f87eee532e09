using System.Buffers.Text;
using System.Security.Cryptography;
using Chs.Application.Accounts;
using Chs.Domain.Accounts;

namespace Chs.Api.Access;

/// <summary>
/// A sealed cookie shows that a browser has logged in to an account before. It grants no access;
/// it only keeps others from using up the log-in attempts of that browser.
/// </summary>
public sealed class KnownDevice(SealedTexts seal, RequestSite site, TimeProvider time)
{
    const string Purpose = "known device";

    static readonly HostCookie Cookie = new("device");

    static readonly TimeSpan ValidFor = TimeSpan.FromDays(365);

    /// <returns>An identifier of this browser; null when it hasn't logged in to the account before.</returns>
    public string? Of(HttpContext http, string email)
    {
        if (Cookie.Read(http, site.RootFor(http)) is not { } cookie)
            return null;
        if (seal.Unprotect(cookie, Purpose)?.Split(' ') is not [var id, var account])
            return null;
        return account == User.NormalizeEmail(email) ? id : null;
    }

    /// <summary>Sets the cookie after a complete log-in.</summary>
    public void Remember(HttpContext http, string email)
    {
        if (Of(http, email) is not null)
            return;
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
        var value = seal.Protect($"{id} {User.NormalizeEmail(email)}", Purpose);
        Cookie.Set(http, site.RootFor(http), value, time.GetUtcNow() + ValidFor);
    }
}
