using Chs.Api.Access;
using Chs.Application.Site;

namespace Chs.Api.Play;

/// <summary>What the address of a page that runs a study needs before the page can be served.</summary>
static class PlayRedirect
{
    /// <summary>
    /// Leads to the address with a slash at its end, because experiment runners count its segments from there; or to the
    /// site, where a play of this study begins. Null: the page can be served.
    /// </summary>
    public static IResult? IfNeeded(HttpContext http, Guid study, Guid? child, bool isPreview)
    {
        if (!http.Request.Path.Value!.EndsWith('/'))
            return Results.Redirect($"{http.Request.Path}/{http.Request.QueryString}", permanent: true);
        var play = http.RequestServices.GetRequiredService<RequestActor>().Actor?.Play;
        if (play is not null && play.StudyId == study && play.ChildId == child && play.IsPreview == isPreview)
            return null;
        http.Response.Headers.CacheControl = "no-store";
        var site = http.RequestServices.GetRequiredService<SiteAddress>();
        // Who came from a front end elsewhere has no log-in at the site, where a play could begin.
        if (site.FrontEndElsewhere is not null)
            return Results.Redirect((isPreview ? site.Study(study) : site.StudyForFamilies(study)).AbsoluteUri);
        return Results.Redirect(PlayLayout.SiteOf(http).TrimEnd('/') + http.Request.Path);
    }
}
