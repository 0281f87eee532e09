using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Chs.Application.Accounts;

namespace Chs.Api.Access;

/// <summary>A browser's two cookies: the session, which scripts can't read, and the antiforgery value, which they must read.</summary>
static class SessionCookies
{
    /// <summary>The log-in.</summary>
    public static readonly HostCookie Session = new("sessionid");

    public const string Antiforgery = "csrftoken",
        AntiforgeryHeader = "X-CSRFToken",
        AntiforgeryField = "csrftoken";

    /// <summary>Length of a value that no log-in has: shorter than those of log-ins, so that none passes for another.</summary>
    const int AnonymousLength = 32;

    /// <summary>
    /// The antiforgery value of a log-in. Who holds the log-in's secret can compute it, and nobody can compute the secret
    /// from it: a value that was taken from another log-in, or from before or after this one, is no use.
    /// </summary>
    /// <param name="session">The log-in's secret.</param>
    public static string AntiforgeryOf(string session) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(session), "antiforgery"u8));

    /// <summary>Whether it has the form of a value that no log-in has.</summary>
    public static bool IsAnonymous(string value) =>
        value.Length is AnonymousLength && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    extension(HttpContext http)
    {
        /// <returns>The secret of the browser's log-in, which may have ended; null: there is no cookie.</returns>
        public string? SessionSecret() => Session.Read(http, SiteOf(http));

        /// <summary>Sets the log-in's cookie and its antiforgery value.</summary>
        public void OpenSession(OpenedSession opened)
        {
            Session.Set(http, SiteOf(http), opened.Secret, opened.ExpiresAt);
            var value = AntiforgeryOf(opened.Secret);
            // The request's cookies are those of before: a page in the same answer needs the new value.
            http.Items[Antiforgery] = value;
            http.SetAntiforgery(value);
        }

        /// <summary>Deletes the cookies. The caller ends the session in the database.</summary>
        /// <returns>The session's secret; null when there was no cookie.</returns>
        public string? CloseSession()
        {
            var secret = http.SessionSecret();
            Session.Delete(http, SiteOf(http));
            http.Response.Cookies.Delete(Antiforgery, AntiforgeryOptions(http));
            return secret;
        }

        /// <summary>Returns this browser's antiforgery value, and sets the cookie when there is none yet.</summary>
        public string AntiforgeryValue()
        {
            if (http.Items[Antiforgery] is string issued)
                return issued;
            if (http.SessionSecret() is { Length: > 0 } secret)
                return http.ValueOfSession(secret);
            // Browsers send cookies of narrower paths first. The last one is for all of the site, as ours is, so that it
            // comes back with whatever the page sends.
            if (http.Request.CookieValues(Antiforgery).LastOrDefault(IsAnonymous) is { } sent)
                return sent;
            // Four letters stand for three bytes.
            var value = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(AnonymousLength / 4 * 3));
            http.Items[Antiforgery] = value;
            http.SetAntiforgery(value);
            return value;
        }

        string ValueOfSession(string secret)
        {
            var value = AntiforgeryOf(secret);
            if (http.Request.CookieValues(Antiforgery) is not [.., var sent] || sent != value)
                http.SetAntiforgery(value);
            return value;
        }

        void SetAntiforgery(string value) =>
            http.Response.Cookies.Append(Antiforgery, value, AntiforgeryOptions(http, TimeSpan.FromDays(365)));

        /// <summary>Returns the hidden input with which a form repeats the antiforgery value.</summary>
        public string AntiforgeryInput() =>
            $"""<input type="hidden" name="{AntiforgeryField}" value="{http.AntiforgeryValue()}">""";
    }

    static Uri SiteOf(HttpContext http) => http.RequestServices.GetRequiredService<RequestSite>().RootFor(http);

    static CookieOptions AntiforgeryOptions(HttpContext http, TimeSpan? validFor = null) =>
        new()
        {
            // Experiment runners and single-page applications read it by script.
            HttpOnly = false,
            Secure = http.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            MaxAge = validFor,
            Path = "/",
        };
}
