using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Chs.Application.Accounts;

namespace Chs.Api.Access;

/// <summary>
/// A sealed cookie shows that a browser has logged in to an account before. It grants no access;
/// it only keeps others from using up the attempts of that browser.
/// </summary>
/// <remarks>
/// Only a complete log-in sets it. It names the account, not the address: that may become somebody else's. It says by
/// which second factor, so that cookies of log-ins before there was one, when a password was enough to get many, count
/// for nothing at its codes. Each log-in makes another id: who has a copy of the cookie shares a quota with its owner
/// until the owner's next log-in at most.
/// </remarks>
public sealed class KnownDevice(SealedTexts seal, RequestSite site, TimeProvider time)
{
    const string Purpose = "known device";

    /// <summary>Stands for a log-in without a second factor.</summary>
    const string NoFactor = "-";

    static readonly HostCookie Cookie = new("device");

    static readonly TimeSpan ValidFor = TimeSpan.FromDays(365);

    /// <returns>Null when nobody has logged in with this browser in the last year.</returns>
    public Device? Of(HttpContext http)
    {
        if (Cookie.Read(http, site.RootFor(http)) is not { } cookie)
            return null;
        if (seal.Unprotect(cookie, Purpose)?.Split(' ') is not [var id, var until, var account, var factor])
            return null;
        if (
            !long.TryParse(until, CultureInfo.InvariantCulture, out var seconds)
            || !Guid.TryParse(account, out var user)
        )
            return null;
        if (time.GetUtcNow().ToUnixTimeSeconds() >= seconds)
            return null;
        return new Device(id, new RememberedLogIn(user, factor == NoFactor ? null : factor));
    }

    /// <summary>Sets the cookie after a complete log-in.</summary>
    public void Remember(HttpContext http, RememberedLogIn logIn)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
        var until = time.GetUtcNow() + ValidFor;
        var seconds = until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var text = $"{id} {seconds} {logIn.Account} {logIn.SecondFactor ?? NoFactor}";
        Cookie.Set(http, site.RootFor(http), seal.Protect(text, Purpose), until);
    }
}
