using Chs.Infrastructure.Settings;

namespace Chs.Api.Pages;

/// <summary>Maps the plain pages of the site.</summary>
static class PagesEndpoints
{
    public static void MapPages(this IEndpointRouteBuilder routes, ChsSettings settings)
    {
        routes.MapSessionPages();
        routes.MapLogOut();
        routes.MapInstitutionPages(settings.OpenId);
        routes.MapMediaFiles();
        routes.MapUnsubscribePage();
        // A front end in our place has these pages itself.
        if (settings.FrontEnd.Folder is not null)
            return;
        routes.MapHomePage();
        routes.MapLogInPages();
        routes.MapAccountPages();
        routes.MapLogInsPage();
    }
}
