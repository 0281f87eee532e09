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
/// for nothing at its codes. It says when, so that a new password by mail makes all browsers strange. Each log-in makes
/// another id: who has a copy of the cookie shares a quota with its owner until the owner's next log-in at most.
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
        if (seal.Unprotect(cookie, Purpose)?.Split(' ') is not [var id, var at, var account, var factor])
            return null;
        if (
            !long.TryParse(at, CultureInfo.InvariantCulture, out var milliseconds)
            || !Guid.TryParse(account, out var user)
        )
            return null;
        // Sealed, so it is a time that was written below.
        var loggedIn = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        if (time.GetUtcNow() >= loggedIn + ValidFor)
            return null;
        return new Device(id, new RememberedLogIn(user, factor == NoFactor ? null : factor)) { At = loggedIn };
    }

    /// <summary>Sets the cookie after a complete log-in.</summary>
    public void Remember(HttpContext http, RememberedLogIn logIn)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
        var now = time.GetUtcNow();
        var at = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var text = $"{id} {at} {logIn.Account} {logIn.SecondFactor ?? NoFactor}";
        Cookie.Set(http, site.RootFor(http), seal.Protect(text, Purpose), now + ValidFor);
    }
}
