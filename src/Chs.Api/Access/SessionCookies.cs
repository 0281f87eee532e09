using System.Buffers.Text;
using System.Security.Cryptography;
using Chs.Application.Accounts;
using Microsoft.Extensions.Caching.Memory;

namespace Chs.Api.Access;

/// <summary>The two cookies of a browser: the session, which scripts can't read, and the antiforgery value, which they must.</summary>
static class SessionCookies
{
    public const string Session = "sessionid",
        Antiforgery = "csrftoken",
        AntiforgeryHeader = "X-CSRFToken",
        AntiforgeryField = "csrftoken";

    public static object CacheKey(string secret) => ("session", secret);

    extension(HttpContext http)
    {
        public void OpenSession(OpenedSession opened) =>
            http.Response.Cookies.Append(
                Session,
                opened.Secret,
                new CookieOptions
                {
                    HttpOnly = true,
                    Secure = http.Request.IsHttps,
                    SameSite = SameSiteMode.Lax,
                    Expires = opened.ExpiresAt,
                    Path = "/",
                }
            );

        /// <returns>The session's secret, for whoever ends it in the database; null when there was none.</returns>
        public string? CloseSession()
        {
            var secret = http.Request.Cookies[Session];
            http.Response.Cookies.Delete(
                Session,
                new CookieOptions
                {
                    Path = "/",
                    Secure = http.Request.IsHttps,
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                }
            );
            if (secret is not null)
                http.RequestServices.GetRequiredService<IMemoryCache>().Remove(CacheKey(secret));
            return secret;
        }

        /// <summary>The antiforgery value of this browser; a first one is set.</summary>
        public string AntiforgeryValue()
        {
            if (
                http.Request.Cookies[Antiforgery] is { Length: >= 32 and <= 64 } known
                && known.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            )
                return known;
            if (http.Items[Antiforgery] is string fresh)
                return fresh;
            fresh = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            http.Items[Antiforgery] = fresh;
            http.Response.Cookies.Append(
                Antiforgery,
                fresh,
                new CookieOptions
                {
                    HttpOnly = false, // runners and SPAs read it by script
                    Secure = http.Request.IsHttps,
                    SameSite = SameSiteMode.Lax,
                    MaxAge = TimeSpan.FromDays(365),
                    Path = "/",
                }
            );
            return fresh;
        }
    }
}
