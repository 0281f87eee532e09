using Chs.Infrastructure.Settings;

namespace Chs.Api;

/// <summary>The site's address as whoever sends a request sees it.</summary>
public sealed class RequestSite(ChsSettings settings)
{
    /// <summary>HTTP/1.0 names no host.</summary>
    static readonly Uri Unnamed = new("http://localhost");

    /// <summary>
    /// What the operator set; else what the request names, because a site without a setting is reached by several names,
    /// such as <c>localhost</c> and a name in the local network.
    /// </summary>
    public Uri RootFor(HttpContext http) =>
        settings.PublicUrl ?? (http.Request.Host.HasValue ? new Uri(OriginOf(http.Request)) : Unnamed);

    /// <summary>Scheme, host and port as the browser sees them.</summary>
    public static string OriginOf(HttpRequest request) => $"{request.Scheme}://{request.Host}";
}
