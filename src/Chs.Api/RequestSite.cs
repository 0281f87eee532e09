using Chs.Application.Site;
using Chs.Infrastructure.Settings;

namespace Chs.Api;

/// <summary>The site's address as whoever sends a request sees it.</summary>
public sealed class RequestSite(ChsSettings settings, SiteAddress address)
{
    /// <summary>
    /// What the operator set; else what the request names, because a site without a setting is reached by several names,
    /// such as <c>localhost</c> and a name in the local network.
    /// </summary>
    public Uri RootFor(HttpContext http)
    {
        if (settings.PublicUrl is { } known)
            return known;
        var isUrl = Uri.TryCreate($"{http.Request.Scheme}://{http.Request.Host}/", UriKind.Absolute, out var named);
        return isUrl && named!.Host.Length > 0 ? named : address.Root;
    }
}
