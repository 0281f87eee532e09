using Chs.Api.Access;
using Chs.Application.Site;

namespace Chs.Api.Play;

/// <summary>What the address of a page that runs a study needs before the page can be served.</summary>
static class PlayRedirect
{
    /// <summary>
    /// Returns a redirect to the address with a slash at its end, because experiment runners count its segments
    /// from there, or to the log-in; null when neither is needed.
    /// </summary>
    public static IResult? IfNeeded(HttpContext http)
    {
        if (!http.Request.Path.Value!.EndsWith('/'))
            return Results.Redirect($"{http.Request.Path}/{http.Request.QueryString}", permanent: true);
        return http.RequestServices.GetRequiredService<RequestActor>().Actor is null
            ? Results.Redirect(http.RequestServices.GetRequiredService<SiteAddress>().LogIn(http.Request.Path))
            : null;
    }
}
