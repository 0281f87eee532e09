namespace Chs.Api.Play;

/// <summary>Registers and maps what runs a session in a browser.</summary>
static class PlayServices
{
    public static IServiceCollection AddPlay(this IServiceCollection services)
    {
        services.AddSingleton<PlayOrigin>().AddSingleton<PlayAssets>();
        services.AddSingleton<MatcherPolicy, ServedAtPolicy>();
        return services;
    }

    public static void MapPlay(this IEndpointRouteBuilder routes)
    {
        routes.MapStartPages();
        PlayAssets.Map(routes);
        routes.MapEntryPages();
        routes.MapJsPsychPage();
        routes.MapFrameplayerPage();
        routes.MapFrameplayerFiles();
        routes.MapPlayCalls();
    }
}
