namespace Chs.Infrastructure.Settings;

/// <summary>What the pages that run experiments load.</summary>
/// <param name="Scripts">
/// <c>chs</c>: our own bundle; <c>lookit</c>: the published packages from a content network.
/// </param>
/// <param name="Lookit">The scripts and styles of the manifest <c>lookit</c>, in loading order.</param>
/// <param name="MediaSources">
/// Sources besides this site from which experiments may load images, sounds and films, in the notation of
/// Content-Security-Policy.
/// </param>
public sealed record PlaySettings(string Scripts, IReadOnlyList<PlayScript> Lookit, IReadOnlyList<string> MediaSources)
{
    internal static PlaySettings Read(SettingsReader reader)
    {
        var scripts = reader.Text("Play:Scripts") ?? "chs";
        if (scripts is not ("chs" or "lookit"))
            reader.Fault("Play:Scripts", "must be 'chs' or 'lookit'");
        var media = ReadMediaSources(reader);
        var lookit = PlayScript.ReadList(reader, "Play:Lookit");
        if (scripts is "lookit" && lookit is [])
            reader.Fault(
                "Play:Lookit",
                "the manifest 'lookit' needs its scripts; docs/configuration.md shows the list"
            );
        return new PlaySettings(scripts, lookit, media);
    }

    static IReadOnlyList<string> ReadMediaSources(SettingsReader reader)
    {
        var sources = reader.List("Play:MediaSources");
        foreach (var source in sources)
        {
            // A separator would let one source add others, or whole directives, to the policy.
            if (source.Any(c => char.IsWhiteSpace(c) || c is ';' or ','))
                reader.Fault("Play:MediaSources", $"'{source}' isn't one source");
        }

        return sources;
    }
}
