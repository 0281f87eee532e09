namespace Chs.Infrastructure.Settings;

/// <summary>What the pages that run experiments load.</summary>
public sealed class PlaySettings
{
    /// <summary>
    /// <c>chs</c>: our own bundle; <c>lookit</c>: the published packages from a content network.
    /// </summary>
    public string Scripts { get; set; } = "chs";

    /// <summary>The scripts and styles of the manifest <c>lookit</c>, in loading order.</summary>
    public IReadOnlyList<PlayScript> Lookit { get; set; } = [];

    /// <summary>
    /// Sources besides this site from which experiments may load images, sounds and films, in the notation of
    /// Content-Security-Policy.
    /// </summary>
    public IReadOnlyList<string> MediaSources { get; set; } = [];
}
