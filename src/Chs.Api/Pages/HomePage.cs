using Chs.Api.Access;
using Chs.Api.Html;
using Chs.Application.Accounts;
using Chs.Application.Paging;
using Chs.Application.Site;
using Chs.Application.Studies;
using MediatR;

namespace Chs.Api.Pages;

/// <summary>The list of open studies, from which a parent starts one with a child, and the page after a session.</summary>
static class HomePage
{
    public static void MapHomePage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", ListStudiesAsync).ExcludeFromDescription();
        routes.MapGet("/studies", () => Results.Redirect("/")).ExcludeFromDescription();
    }

    /// <summary>Maps the page to which experiments lead at their end.</summary>
    public static void MapSessionPages(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/stage/thanks", ShowThanks).ExcludeFromDescription();

    static async Task<IResult> ListStudiesAsync(
        HttpContext http,
        IMediator mediator,
        RequestActor actor,
        string? cursor
    )
    {
        var studies = await mediator.Send(new ListOpenStudies { Cursor = cursor }, http.RequestAborted);
        if (studies.Failed)
            return PageLayout.Refusal(http, studies.Error);
        var children = actor.Actor is null
            ? null
            : await mediator.Send(new ListChildren { Limit = Page.MaximumLimit }, http.RequestAborted);

        var articles = studies.Value.Items.Select(study => Article(study, children?.Value.Items));
        var body = studies.Value.Items is [] ? "<p>No study is open at the moment.</p>" : string.Join('\n', articles);
        if (studies.Value.NextCursor is { } next)
            body += $"""<p><a href="/?cursor={Uri.EscapeDataString(next)}">More studies</a></p>""";
        return PageLayout.Page(http, "Studies", body);
    }

    /// <param name="children">Null: nobody is logged in.</param>
    static string Article(OpenStudyListItem study, IReadOnlyList<ChildView>? children)
    {
        string[] facts = [study.Lab.Name, study.Duration, study.Criteria];
        var line = string.Join(" · ", facts.Where(text => text.Length > 0).Select(PageLayout.Encode));
        return $"""
            <article><h2>{PageLayout.Encode(study.Name)}</h2>
            <p>{PageLayout.Encode(study.PreviewSummary)}</p>
            <p><small>{line}</small></p>
            {StartButtons(study, children)}</article>
            """;
    }

    static string StartButtons(OpenStudyListItem study, IReadOnlyList<ChildView>? children) =>
        children switch
        {
            null => """<p><a class="button" href="/login/">Log in to take part</a></p>""",
            [] => "<p>Add a child to your account first: <code>POST /api/v3/children</code>.</p>",
            _ => string.Join(' ', children.Select(child => StartButton(study, child))),
        };

    static string StartButton(OpenStudyListItem study, ChildView child)
    {
        var address = $"/studies/{study.Id}/{child.Id}/";
        return $"""<a class="button" href="{address}">Start with {PageLayout.Encode(child.GivenName)}</a>""";
    }

    static IResult ShowThanks(HttpContext http, SiteAddress site) =>
        site.Thanks is { } page
            ? Results.Redirect(page.AbsoluteUri)
            : PageLayout.Page(
                http,
                "Thank you!",
                """<p>You finished the study, and everything is saved.</p><p><a href="/">To the studies</a></p>"""
            );
}
