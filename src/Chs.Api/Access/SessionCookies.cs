using System.Buffers.Text;
using System.Security.Cryptography;
using Chs.Application.Accounts;
using Microsoft.Extensions.Caching.Memory;

namespace Chs.Api.Access;

/// <summary>A browser's two cookies: the session, which scripts can't read, and the antiforgery value, which they must read.</summary>
static class SessionCookies
{
    /// <summary>The log-in.</summary>
    public static readonly HostCookie Session = new("sessionid");

    public const string Antiforgery = "csrftoken",
        AntiforgeryHeader = "X-CSRFToken",
        AntiforgeryField = "csrftoken";

    /// <summary>Key under which <see cref="AuthenticationMiddleware"/> caches the actor of a session.</summary>
    public static object CacheKey(string secret) => ("session", secret);

    extension(HttpContext http)
    {
        /// <returns>The secret of the browser's log-in, which may have ended; null: there is no cookie.</returns>
        public string? SessionSecret() => Session.Read(http, SiteOf(http));

        public void OpenSession(OpenedSession opened) =>
            Session.Set(http, SiteOf(http), opened.Secret, opened.ExpiresAt);

        /// <summary>Deletes the cookie and the cached actor. The caller ends the session in the database.</summary>
        /// <returns>The session's secret; null when there was no cookie.</returns>
        public string? CloseSession()
        {
            var secret = http.SessionSecret();
            Session.Delete(http, SiteOf(http));
            if (secret is not null)
                http.RequestServices.GetRequiredService<IMemoryCache>().Remove(CacheKey(secret));
            return secret;
        }

        /// <summary>Returns this browser's antiforgery value, and sets the cookie when there is none yet.</summary>
        public string AntiforgeryValue()
        {
            // Browsers send cookies of narrower paths first. The last one is for all of the site, as ours is, so that it
            // comes back with whatever the page sends.
            if (http.Request.CookieValues(Antiforgery).LastOrDefault(IsAntiforgeryValue) is { } sent)
                return sent;
            if (http.Items[Antiforgery] is string issued)
                return issued;
            var value = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            http.Items[Antiforgery] = value;
            http.Response.Cookies.Append(
                Antiforgery,
                value,
                new CookieOptions
                {
                    // Experiment runners and single-page applications read it by script.
                    HttpOnly = false,
                    Secure = http.Request.IsHttps,
                    SameSite = SameSiteMode.Lax,
                    MaxAge = TimeSpan.FromDays(365),
                    Path = "/",
                }
            );
            return value;
        }

        /// <summary>Returns the hidden input with which a form repeats the antiforgery value.</summary>
        public string AntiforgeryInput() =>
            $"""<input type="hidden" name="{AntiforgeryField}" value="{http.AntiforgeryValue()}">""";
    }

    static Uri SiteOf(HttpContext http) => http.RequestServices.GetRequiredService<RequestSite>().RootFor(http);

    static bool IsAntiforgeryValue(string value) =>
        value.Length is >= 32 and <= 64 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
