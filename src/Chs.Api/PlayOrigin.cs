using Chs.Application.Site;
using Chs.Infrastructure.Settings;

namespace Chs.Api;

/// <summary>Tells the hosts at which studies are played from those of the site.</summary>
/// <remarks>
/// The name in the request decides, or the one that a trusted proxy forwards. Every name at or below the play host is a
/// play host, also one that belongs to no study, so that such a name never shows the site.
/// </remarks>
public sealed class PlayOrigin(ChsSettings settings, RequestSite site, SiteAddress links)
{
    /// <summary>The names don't depend on the site's address, of which the default takes scheme and port.</summary>
    readonly PlayAddressTemplate _template = settings.Play.AddressFor(
        settings.PublicUrl ?? new Uri(ListeningAddress.Default)
    );

    /// <summary>Whether the request is for the play origin rather than for the site.</summary>
    public bool Covers(HttpRequest request) => _template.Covers(request.Host.Host);

    /// <summary>Whether the request is for a host at which a study can be played.</summary>
    /// <param name="study">The study to which the host belongs; null where all studies share one.</param>
    public bool TryRead(HttpRequest request, out Guid? study)
    {
        study = _template.StudyOf(request.Host.Host);
        return _template.IsPerStudy
            ? study is not null
            : request.Host.Host.Equals(_template.Host, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The play origin that is asked, as browsers see it, also behind a proxy that doesn't tell of its TLS.</summary>
    public Uri OriginOf(HttpRequest request) =>
        new(settings.Play.Url is null ? RequestSite.OriginOf(request) : $"{_template.Scheme}://{request.Host}");

    /// <summary>The root of the address at which a study is played, for who uses the site now.</summary>
    /// <returns>Ends in a slash.</returns>
    public Uri UrlFor(HttpContext atSite, Guid study) => settings.Play.AddressFor(site.RootFor(atSite)).UrlFor(study);

    /// <summary>Whether a browser that reaches the site as this one does reaches the play origin too.</summary>
    /// <remarks>The default is a name of this machine: it leads a browser on another one to itself.</remarks>
    public bool IsReachedFrom(HttpContext atSite) =>
        settings.Play.Url is not null || HostNames.IsThisMachine(site.RootFor(atSite));

    /// <summary>Whether an address is one of the site, to which the play origin may lead a browser back.</summary>
    /// <remarks>Without a configured address: this program's own, by a name that only this machine has.</remarks>
    public bool IsOfSite(Uri address, HttpRequest atPlay)
    {
        // On some systems a path alone counts as the address of a file.
        if (address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0)
            return false;
        if (settings.PublicUrl is { } configured)
            return address.Scheme == configured.Scheme && address.Authority == configured.Authority;
        var isHere = address.Host is "localhost" or "127.0.0.1" or "[::1]" && !_template.Covers(address.Host);
        return isHere && (address.Port == atPlay.Host.Port || address.Port == links.Root.Port);
    }
}
