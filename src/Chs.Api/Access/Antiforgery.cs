using System.Security.Cryptography;
using System.Text;
using Chs.Domain.Accounts;

namespace Chs.Api.Access;

/// <summary>
/// Refuses a browser's unsafe request unless it comes from a page of ours: it must repeat the cookie's value,
/// and its origin must be this site.
/// </summary>
sealed class Antiforgery(RequestActor actor, RequestSite site)
{
    /// <param name="field">The value of a form's hidden field; null: the value is in the header.</param>
    /// <returns>What is wrong, as the end of a sentence; null when the request may go on.</returns>
    public string? Fault(HttpContext http, string? field = null)
    {
        if (IsSafe(http.Request.Method))
            return null;
        // A page of another site can send a browser's cookies, but no token.
        if (actor.By is not CredentialKind.Session && field is null)
            return null;

        if (!IsFromThisSite(http))
            return "the request comes from another site.";
        var cookie = http.Request.Cookies[SessionCookies.Antiforgery];
        var sent = field ?? http.Request.Headers[SessionCookies.AntiforgeryHeader].ToString();
        if (string.IsNullOrEmpty(cookie))
            return "the cookie csrftoken is missing.";
        if (string.IsNullOrEmpty(sent))
            return "the token is missing.";
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(cookie), Encoding.UTF8.GetBytes(sent))
            ? null
            : "the token is wrong.";
    }

    static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    bool IsFromThisSite(HttpContext http)
    {
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length == 0)
            origin = http.Request.Headers.Referer.ToString();
        // Browsers always send one of the two with unsafe requests; scripts outside browsers send neither.
        if (origin.Length == 0)
            return true;
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var from))
            return false;
        var own = site.RootFor(http);
        return from.Scheme == own.Scheme && from.Authority == own.Authority;
    }
}
