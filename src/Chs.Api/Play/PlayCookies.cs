using Chs.Infrastructure.Settings;

namespace Chs.Api.Play;

/// <summary>The cookies of a play origin that scripts can't read.</summary>
/// <remarks>
/// Where browsers allow it their names begin with <c>__Host-</c>: then no page of another study's host can set them.
/// </remarks>
static class PlayCookies
{
    /// <summary>Holds the key to one play.</summary>
    const string Key = "chs-play";

    /// <summary>Holds the secret to which a ticket is bound, from before it is issued until it is used.</summary>
    const string Browser = "chs-begin";

    /// <summary>Longer than any play lasts without a save: when it ends is for the server to say.</summary>
    static readonly TimeSpan KeyKeptFor = TimeSpan.FromDays(60);

    static readonly TimeSpan BrowserKeptFor = TimeSpan.FromMinutes(15);

    extension(HttpContext http)
    {
        /// <returns>Null when this browser has none.</returns>
        public string? PlayKey() => http.ReadCookie(Key);

        public void SetPlayKey(string key) => http.SetCookie(Key, key, KeyKeptFor);

        public void DeletePlayKey() => http.SetCookie(Key, "", TimeSpan.Zero);

        /// <returns>Null when this browser has begun nothing here, or has no cookies.</returns>
        public string? BrowserSecret() => http.ReadCookie(Browser);

        public void SetBrowserSecret(string secret) => http.SetCookie(Browser, secret, BrowserKeptFor);

        public void DeleteBrowserSecret() => http.SetCookie(Browser, "", TimeSpan.Zero);

        string? ReadCookie(string name) =>
            http.Request.Cookies[http.CookieName(name)] is { Length: > 0 and < 200 } value ? value : null;

        void SetCookie(string name, string value, TimeSpan validFor) =>
            http.Response.Cookies.Append(
                http.CookieName(name),
                value,
                new CookieOptions
                {
                    HttpOnly = true,
                    Secure = http.IsTrustworthy(),
                    SameSite = SameSiteMode.Lax,
                    MaxAge = validFor,
                    Path = "/",
                }
            );

        string CookieName(string name) => http.IsTrustworthy() ? $"__Host-{name}" : name;

        bool IsTrustworthy() => http.Request.IsHttps || HostNames.IsLocalhost(http.Request.Host.Host);
    }
}
