using System.Security.Cryptography;
using System.Text;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Settings;

namespace Chs.Api.Access;

/// <summary>
/// Refuses a browser's unsafe request unless it comes from a page of this site, which the browser itself says, and
/// repeats the value that belongs to its log-in; without a log-in, that of a cookie. What has a proof of its own, such as
/// a key, needs neither.
/// </summary>
sealed class Antiforgery(RequestActor actor, RequestSite site)
{
    /// <summary>The fault of a request that a page of another site sent.</summary>
    public const string AnotherSite = "the request comes from another site.";

    const string WrongToken = "the token is wrong, or of another log-in.";

    /// <param name="field">The value of a form's hidden field; null: the value is in the header.</param>
    /// <param name="isLogIn">
    /// Whether the request logs the browser in, which another site's page must not do either: the person would act in
    /// somebody else's account.
    /// </param>
    /// <returns>What is wrong, as the end of a sentence; null when the request may go on.</returns>
    public string? Fault(HttpContext http, string? field = null, bool isLogIn = false)
    {
        if (IsSafe(http.Request.Method))
            return null;
        var isForm = field is not null;
        if ((isForm || isLogIn || IsWithCookieAlone(http)) && OriginFault(http) is { } foreign)
            return foreign;
        // Nothing that the browser sends by itself counts, so there is nothing to forge.
        if (actor.By is not CredentialKind.Session && !isForm)
            return null;
        return TokenFault(http, field ?? http.Request.Headers[SessionCookies.AntiforgeryHeader].ToString());
    }

    /// <returns>Whether a request with this method changes nothing.</returns>
    public static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>A key in the header is what counts, and no page of another site has one.</summary>
    static bool IsWithCookieAlone(HttpContext http) =>
        http.Request.Headers.Authorization.ToString() is "" && http.SessionSecret() is not null;

    /// <remarks>Browsers send these headers with every unsafe request, and no page can change them; scripts send none.</remarks>
    string? OriginFault(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
            return AnotherSite;
        if (headers.Origin.Count > 0)
            return IsOwn(http, headers.Origin.ToString()) ? null : AnotherSite;
        var referer = headers.Referer.ToString();
        return referer.Length == 0 || IsOwn(http, referer) ? null : AnotherSite;
    }

    bool IsOwn(HttpContext http, string address)
    {
        // Pages without an origin of their own, such as sandboxed ones, send "null".
        if (!Uri.TryCreate(address, UriKind.Absolute, out var from))
            return false;
        var own = site.RootFor(http);
        return from.Scheme == own.Scheme && from.Port == own.Port && HostNames.Of(from) == HostNames.Of(own);
    }

    static string? TokenFault(HttpContext http, string sent)
    {
        if (sent.Length == 0)
            return "the token is missing.";
        // Of a log-in, only its own value counts, whatever the cookies say: other hosts of the domain can add some.
        if (http.SessionSecret() is { Length: > 0 } secret)
            return IsEqual(SessionCookies.AntiforgeryOf(secret), sent) ? null : WrongToken;
        return AnonymousTokenFault(http.Request, sent);
    }

    /// <remarks>
    /// Another host of the domain can add cookies of the same name. They must lock nobody out, and prove nothing that
    /// the origin hasn't.
    /// </remarks>
    static string? AnonymousTokenFault(HttpRequest request, string sent)
    {
        var cookies = request.CookieValues(SessionCookies.Antiforgery).Where(SessionCookies.IsAnonymous).ToList();
        if (cookies is [])
            return "the cookie csrftoken is missing.";
        var isRight = false;
        foreach (var cookie in cookies)
            isRight |= IsEqual(cookie, sent);
        return isRight ? null : WrongToken;
    }

    static bool IsEqual(string expected, string sent) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(sent));
}
