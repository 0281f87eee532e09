namespace Chs.Api;

/// <summary>Says of an endpoint at which of the two origins it is served. One that doesn't say is the site's alone.</summary>
/// <param name="Site">Whether the site serves it.</param>
/// <param name="Play">Whether hosts at which studies are played serve it.</param>
sealed record ServedAt(bool Site, bool Play)
{
    static readonly ServedAt SiteOnly = new(Site: true, Play: false);

    public static ServedAt Of(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ServedAt>() ?? SiteOnly;
}

/// <summary>Gives endpoints to the play origin.</summary>
static class ServedAtExtensions
{
    /// <summary>Serves an endpoint where studies are played, and not at the site.</summary>
    public static TBuilder AtPlay<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ServedAt(Site: false, Play: true));

    /// <summary>Serves an endpoint at the site and where studies are played.</summary>
    public static TBuilder AtBoth<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ServedAt(Site: true, Play: true));
}
