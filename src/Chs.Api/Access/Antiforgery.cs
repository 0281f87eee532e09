using System.Security.Cryptography;
using System.Text;
using Chs.Domain.Accounts;
using Chs.Infrastructure;
using Chs.Infrastructure.Settings;

namespace Chs.Api.Access;

/// <summary>A browser's unsafe request must come from our own pages: it repeats the cookie's value, and its origin is ours.</summary>
sealed class Antiforgery(RequestActor actor, ChsSettings settings)
{
    /// <returns>Null when the request may go on, else what is wrong.</returns>
    /// <param name="field">The value in a form's hidden field; null: in the header.</param>
    public string? Fault(HttpContext http, string? field = null)
    {
        if (
            HttpMethods.IsGet(http.Request.Method)
            || HttpMethods.IsHead(http.Request.Method)
            || HttpMethods.IsOptions(http.Request.Method)
        )
            return null;
        if (actor.By is not CredentialKind.Session && field is null)
            return null; // a token can't be sent by a foreign page

        if (!IsOurs(http))
            return "the request comes from another site.";
        var (cookie, sent) = (
            http.Request.Cookies[SessionCookies.Antiforgery],
            field ?? http.Request.Headers[SessionCookies.AntiforgeryHeader].ToString()
        );
        if (string.IsNullOrEmpty(cookie))
            return "the cookie csrftoken is missing.";
        if (string.IsNullOrEmpty(sent))
            return "the token is missing.";
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(cookie), Encoding.UTF8.GetBytes(sent))
            ? null
            : "the token is wrong.";
    }

    bool IsOurs(HttpContext http)
    {
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length == 0)
            origin = http.Request.Headers.Referer.ToString();
        if (origin.Length == 0)
            return true; // scripts outside browsers send neither; browsers always send one with unsafe requests
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var from))
            return false;
        var ours = settings.PublicUrl ?? new Uri($"{http.Request.Scheme}://{http.Request.Host}");
        return from.Scheme == ours.Scheme && from.Authority == ours.Authority;
    }
}
