namespace Chs.Api.Play;

/// <summary>Registers and maps what runs a session in a browser.</summary>
static class PlayServices
{
    public static IServiceCollection AddPlay(this IServiceCollection services) => services.AddSingleton<PlayAssets>();

    public static void MapPlay(this IEndpointRouteBuilder routes)
    {
        PlayAssets.Map(routes);
        routes.MapHostPage();
        routes.MapPlayerPage();
        routes.MapPlayerFiles();
    }
}
