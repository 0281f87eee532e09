using Chs.Infrastructure.Settings;

namespace Chs.Api.Pages;

/// <summary>Maps the plain pages of the site.</summary>
static class PagesEndpoints
{
    public static void MapPages(this IEndpointRouteBuilder routes, ChsSettings settings)
    {
        routes.MapHomePage();
        routes.MapLogInPages();
        routes.MapInstitutionPages(settings.OpenId);
        routes.MapAccountPages();
        routes.MapMediaFiles();
    }
}
