using Chs.Infrastructure.Settings;

namespace Chs.Api.Access;

/// <summary>
/// A cookie that no other host can set or replace, wherever browsers promise that. Scripts can't read it, and requests
/// that other sites cause don't carry it, except for following a link.
/// </summary>
/// <param name="PlainName">Its name where browsers don't promise it: over http, except for localhost.</param>
/// <remarks>
/// A page at <c>study.chs.example</c> can set cookies that <c>chs.example</c> receives, and nothing tells them from the
/// site's own, unless the name begins with <c>__Host-</c>. So only the one name of the address is read.
/// </remarks>
sealed record HostCookie(string PlainName)
{
    /// <summary>What browsers keep only over TLS or on localhost, without a domain and for the whole host.</summary>
    public const string Prefix = "__Host-";

    /// <param name="origin">The address that browsers see.</param>
    public string NameAt(Uri origin) => IsPrefixedAt(origin) ? Prefix + PlainName : PlainName;

    /// <returns>Null when the request has none.</returns>
    public string? Read(HttpContext http, Uri origin) =>
        http.Request.CookieValues(NameAt(origin)) is [var first, ..] ? first : null;

    /// <param name="expiresAt">Null: when the browser is closed.</param>
    public void Set(HttpContext http, Uri origin, string value, DateTimeOffset? expiresAt) =>
        http.Response.Cookies.Append(NameAt(origin), value, OptionsAt(http, origin, expiresAt));

    public void Delete(HttpContext http, Uri origin) =>
        http.Response.Cookies.Delete(NameAt(origin), OptionsAt(http, origin, null));

    /// <returns>What the cookie needs besides name and value.</returns>
    public static CookieOptions OptionsAt(HttpContext http, Uri origin, DateTimeOffset? expiresAt) =>
        new()
        {
            HttpOnly = true,
            // The prefix demands it, also where a proxy doesn't tell us of its TLS.
            Secure = http.Request.IsHttps || IsPrefixedAt(origin),
            SameSite = SameSiteMode.Lax,
            Expires = expiresAt,
            Path = "/",
        };

    static bool IsPrefixedAt(Uri origin) =>
        origin.Scheme == Uri.UriSchemeHttps || HostNames.IsLocalhost(HostNames.Of(origin));
}
