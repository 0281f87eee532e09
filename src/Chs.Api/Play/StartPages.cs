using System.Buffers.Text;
using System.Security.Cryptography;
using Chs.Api.Access;
using Chs.Api.Html;
using Chs.Application.Plays;
using Chs.Application.Responses;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.AspNetCore.WebUtilities;

namespace Chs.Api.Play;

/// <summary>
/// The site's addresses of studies, which families and front ends know: they check who asks and whether they may, and
/// lead to the play origin, or to an external study.
/// </summary>
/// <remarks>
/// The first visit leads to the play origin for a secret that only this browser has, the second one, which names the
/// secret's digest, back there with a ticket that is bound to it. So nobody's ticket works in another browser.
/// </remarks>
static class StartPages
{
    /// <summary>Parameter with the digest of the secret that the browser holds at the play origin.</summary>
    const string BrowserParameter = "browser";

    /// <summary>
    /// Parameter, and cookie at the site, that show that the second visit belongs to a first one: a study's code could
    /// open the second one with the digest of somebody else's secret.
    /// </summary>
    const string VisitParameter = "visit";

    static readonly HostCookie Visit = new("chs-visit");
    static readonly TimeSpan VisitLasts = TimeSpan.FromMinutes(5);

    /// <summary>In an address: no child. Nothing is saved then.</summary>
    public const string NoChild = "TEST_CHILD_DISREGARD";

    public static void MapStartPages(this IEndpointRouteBuilder routes)
    {
        Map("/studies/{study:guid}/{child:guid}", isPreview: false);
        Map("/studies/j/{study:guid}/{child:guid}", isPreview: false);
        // What follows a preview's address is for the player's own router.
        Map("/exp/studies/{study:guid}/{child}/preview/{**path}", isPreview: true);
        Map("/exp/studies/j/{study:guid}/{child}/preview", isPreview: true);
        routes
            .MapGet(
                "/{language:length(2)}/studies/{study:guid}/{child:guid}",
                (Guid study, Guid child) => Results.Redirect($"/studies/{study}/{child}/")
            )
            .ExcludeFromDescription();

        void Map(string pattern, bool isPreview) =>
            routes
                .MapGet(
                    pattern,
                    (HttpContext http, Guid study, string child) => ServeAsync(http, study, child, isPreview)
                )
                .ExcludeFromDescription();
    }

    static async Task<IResult> ServeAsync(HttpContext http, Guid study, string child, bool isPreview)
    {
        Guid? childId = Guid.TryParse(child, out var parsed) ? parsed : null;
        if (childId is null && !(isPreview && child == NoChild))
            return PageLayout.Refusal(http, Error.NotFound("child"));
        // The log-in's page leads back here, without what a browser that wasn't logged in had begun.
        if (http.RequestServices.GetRequiredService<RequestActor>().Actor is null)
            return Results.Redirect(http.RequestServices.GetRequiredService<SiteAddress>().LogIn(http.Request.Path));
        var mediator = http.RequestServices.GetRequiredService<IMediator>();
        var start = await mediator.Send(new ReadPlayStart(study, childId, isPreview), http.RequestAborted);
        if (start.Failed)
            return PageLayout.Refusal(http, start.Error);
        if (start.Value.Type is StudyType.External)
            return await LeadElsewhereAsync(http, mediator, new StartResponse(study, childId!.Value, isPreview));
        var address = PlayPaths.Of(start.Value.Type, study, child, isPreview);
        return await LeadToPlayAsync(http, mediator, new Start(study, childId, isPreview, address));
    }

    static async Task<IResult> LeadElsewhereAsync(HttpContext http, IMediator mediator, StartResponse request)
    {
        var started = await mediator.Send(request, http.RequestAborted);
        // Two windows were opened at the same moment: at the second attempt this one finds the other's session.
        if (started.Error?.Code == ResponseErrors.StartedConcurrently.Code || started.Error?.Code == Error.Stale.Code)
            started = await mediator.Send(request, http.RequestAborted);
        return started.Failed
            ? PageLayout.Refusal(http, started.Error)
            : Results.Redirect(started.Value.ExternalUrl!.AbsoluteUri);
    }

    static async Task<IResult> LeadToPlayAsync(HttpContext http, IMediator mediator, Start start)
    {
        var hosts = http.RequestServices.GetRequiredService<PlayOrigin>();
        if (!hosts.IsReachedFrom(http))
            return PageLayout.Page(http, "Not set up for other machines", NotReached);
        var site = http.RequestServices.GetRequiredService<RequestSite>().RootFor(http);
        var play = hosts.UrlFor(http, start.StudyId);
        http.Response.Headers.CacheControl = "no-store";
        if (BrowserOfThisVisit(http, site) is not { } browser)
            return Results.Redirect(
                $"{play}play/begin?to={Uri.EscapeDataString(FirstVisit(http, site, start.Address))}"
            );

        var request = new IssuePlayTicket(start.StudyId, start.ChildId, start.IsPreview, browser, site.AbsoluteUri);
        var ticket = await mediator.Send(request, http.RequestAborted);
        if (ticket.Failed)
            return PageLayout.Refusal(http, ticket.Error);
        // Behind the number sign, so that no server's log ever sees it; and set here, because a redirect result logs it.
        http.Response.Headers.Location = $"{play}play/enter#{ticket.Value.Secret}";
        return Results.StatusCode(StatusCodes.Status302Found);
    }

    /// <summary>The address to which the play origin leads back, for this browser only.</summary>
    static string FirstVisit(HttpContext http, Uri site, string address)
    {
        var visit = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        Visit.Set(http, site, visit, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() + VisitLasts);
        return $"{new Uri(site, address)}?{VisitParameter}={visit}";
    }

    /// <summary>Adds the secret's digest to the address that the site gave to the first visit.</summary>
    public static string WithBrowser(Uri back, string digest) =>
        $"{back.GetLeftPart(UriPartial.Path)}{VisitIn(back.Query)}{BrowserParameter}={digest}";

    /// <summary>Takes nothing else over: what else stands in an address may be somebody else's.</summary>
    static string VisitIn(string query) =>
        QueryHelpers.ParseQuery(query).TryGetValue(VisitParameter, out var visit)
            ? $"?{VisitParameter}={Uri.EscapeDataString($"{visit}")}&"
            : "?";

    /// <returns>Null on a first visit, and on a second one that doesn't belong to this browser's first.</returns>
    static string? BrowserOfThisVisit(HttpContext http, Uri site)
    {
        var query = http.Request.Query;
        if (query[BrowserParameter].ToString() is not { Length: > 0 } browser)
            return null;
        if (Visit.Read(http, site) is not { } visit || visit != query[VisitParameter].ToString())
            return null;
        Visit.Delete(http, site);
        return browser;
    }

    const string NotReached = """
        <p>This site serves studies to browsers on its own machine only. Its operator can change that by setting
        <code>Chs__PublicUrl</code> and <code>Chs__Play__Url</code>.</p>
        """;

    /// <param name="Address">The path at which the site begins it and the play origin shows it.</param>
    sealed record Start(Guid StudyId, Guid? ChildId, bool IsPreview, string Address);
}
