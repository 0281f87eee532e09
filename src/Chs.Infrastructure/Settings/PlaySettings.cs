namespace Chs.Infrastructure.Settings;

/// <summary>Where studies are played, and what the pages that run them load.</summary>
public sealed class PlaySettings
{
    /// <summary>
    /// Address at which studies are played, as <see cref="PlayAddressTemplate"/> describes it; null: below
    /// <c>play.localhost</c>, for a site on this machine.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>
    /// Origins, such as <c>https://media.example</c>, to which a study's pages may turn besides their own; empty: any.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; set; } = [];

    /// <summary>
    /// <c>chs</c>: our own bundle; <c>lookit</c>: the published packages from a content network.
    /// </summary>
    public string Scripts { get; set; } = "chs";

    /// <summary>The scripts and styles of the manifest <c>lookit</c>, in loading order; empty: the published ones.</summary>
    public IReadOnlyList<PlayScript> Lookit { get; set; } = [];

    /// <summary>Where studies of a site are played.</summary>
    /// <param name="site">The site's address.</param>
    /// <exception cref="FormatException"><see cref="Url"/> can't be read.</exception>
    public PlayAddressTemplate AddressFor(Uri site)
    {
        if (Url is null)
            return PlayAddressTemplate.DefaultFor(site);
        return PlayAddressTemplate.TryParse(Url, out var template) ? template : throw new FormatException(Url);
    }

    /// <summary>Returns the files of the manifest <c>lookit</c>, in loading order.</summary>
    public IReadOnlyList<PlayScript> ListLookitFiles() => Lookit is [] ? LookitFiles.Default : Lookit;
}
