using Chs.Api.Html;
using Chs.Application.Accounts;
using MediatR;

namespace Chs.Api.Pages;

/// <summary>
/// Where links with which families want no more mails lead. Mail programs press the button by themselves (RFC 8058), so it
/// asks for no cookie, no log-in and no antiforgery value, and sends nobody elsewhere.
/// </summary>
static class UnsubscribePage
{
    public const string Path = "/unsubscribe";

    const string Title = "No more mails";

    public static void MapUnsubscribePage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, Show).ExcludeFromDescription();
        routes.MapPost(Path, UnsubscribeAsync).ExcludeFromDescription();
    }

    /// <summary>Programs that scan mails follow links: nothing happens yet.</summary>
    static IResult Show(HttpContext http, UnsubscribeLinks links, string? token) =>
        links.Read(token ?? "") is null
            ? DeadLink(http)
            : PageLayout.Page(
                http,
                Title,
                $"""
                <form method="post" action="/unsubscribe/?token={Uri.EscapeDataString(token!)}">
                <p>We stop writing to you about studies. Mails about your account itself, such as those about its password,
                still come.</p>
                <button>Send me no more mails</button></form>
                """,
                StatusCodes.Status200OK
            );

    static async Task<IResult> UnsubscribeAsync(HttpContext http, IMediator mediator, string? token)
    {
        var done = await mediator.Send(new Unsubscribe(token ?? ""), http.RequestAborted);
        if (done.Failed)
            return DeadLink(http);
        const string body = "<p role=\"status\">Done. You get no more mails about studies.</p>";
        return PageLayout.Page(http, Title, body, StatusCodes.Status200OK);
    }

    static IResult DeadLink(HttpContext http)
    {
        const string body = """
            <p role="alert">This link isn't complete. Copy all of it from the mail, or choose your mails in your account.</p>
            """;
        return PageLayout.Page(http, Title, body, StatusCodes.Status400BadRequest);
    }
}
