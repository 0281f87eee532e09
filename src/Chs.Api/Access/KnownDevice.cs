using System.Buffers.Text;
using System.Security.Cryptography;
using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Domain.Accounts;

namespace Chs.Api.Access;

/// <summary>A browser that logged in to an account before shows so by a cookie, sealed by us. It opens nothing; it only keeps others from using up its attempts.</summary>
public sealed class KnownDevice(ISeal seal)
{
    const string Cookie = "device",
        Purpose = "known device";

    static readonly TimeSpan ValidFor = TimeSpan.FromDays(365);

    /// <returns>What tells this browser from others; null when it isn't known to the account.</returns>
    public string? Of(HttpContext http, string email)
    {
        return
            http.Request.Cookies[Cookie] is { } sent
            && seal.OpenText(sent, Purpose)?.Split(' ') is [var id, var account]
            && account == User.Canonical(email)
            ? id
            : null;
    }

    /// <summary>After a whole log-in.</summary>
    public void Remember(HttpContext http, string email)
    {
        if (Of(http, email) is not null)
            return;
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
        http.Response.Cookies.Append(
            Cookie,
            seal.CloseText($"{id} {User.Canonical(email)}", Purpose),
            new CookieOptions
            {
                HttpOnly = true,
                Secure = http.Request.IsHttps,
                SameSite = SameSiteMode.Lax,
                MaxAge = ValidFor,
                Path = "/",
            }
        );
    }
}
