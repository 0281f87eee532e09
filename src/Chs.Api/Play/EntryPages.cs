using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Chs.Application.Plays;
using Chs.Domain;
using Chs.Domain.Plays;
using MediatR;

namespace Chs.Api.Play;

/// <summary>How a browser enters a play: it gets a secret, then brings a ticket that is bound to it.</summary>
static class EntryPages
{
    /// <summary>Paths of the site below which <c>begin</c> leads back.</summary>
    static readonly string[] StartPaths = ["/studies/", "/exp/studies/"];

    public static void MapEntryPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/play/begin", Begin).AtPlay().ExcludeFromDescription();
        routes.MapGet("/play/enter", (HttpContext http) => Carry(http, "ticket")).AtPlay().ExcludeFromDescription();
        routes.MapPost("/play/enter", EnterAsync).AtPlay().ExcludeFromDescription();
        routes.MapGet("/play/start", (HttpContext http) => Carry(http, "code")).AtPlay().ExcludeFromDescription();
        routes.MapPost("/play/start", OfferAsync).AtPlay().ExcludeFromDescription();
    }

    /// <summary>Gives the browser a new secret, and leads back to the site with its digest.</summary>
    /// <param name="to">Where the site begins the study.</param>
    static IResult Begin(HttpContext http, PlayOrigin hosts, string? to)
    {
        if (!Uri.TryCreate(to, UriKind.Absolute, out var back) || !hosts.IsOfSite(back, http.Request) || !IsStart(back))
            return Results.NotFound();
        var secret = NewSecret(http);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Redirect(StartPages.WithBrowser(back, DigestOf(secret)));
    }

    static bool IsStart(Uri address) =>
        StartPaths.Any(path => address.AbsolutePath.StartsWith(path, StringComparison.Ordinal));

    static string NewSecret(HttpContext http)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        http.SetBrowserSecret(secret);
        return secret;
    }

    static string DigestOf(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>
    /// Posts what stands behind the number sign of the address, which no server sees, and takes it out of the browser's
    /// history.
    /// </summary>
    static IResult Carry(HttpContext http, string field) =>
        PlayLayout.Page(
            http,
            "One moment",
            $"""
            <form method="post"><input type="hidden" name="{field}"><noscript>Please switch JavaScript on.</noscript></form>
            """,
            script: CarryScript
        );

    const string CarryScript = """
        const form = document.forms[0];
        form.elements[0].value = location.hash.slice(1);
        history.replaceState(null, "", location.pathname);
        form.submit();
        """;

    static async Task<IResult> EnterAsync(HttpContext http, IMediator mediator)
    {
        var ticket = await FieldAsync(http, "ticket");
        if (ticket is null || http.BrowserSecret() is not { } browser)
            return Refusal(http, PlayErrors.TicketNotValid);
        http.DeleteBrowserSecret();
        var entered = await mediator.Send(
            new EnterPlay(ticket, browser, http.PlayKey(), StudyOfHost(http)),
            http.RequestAborted
        );
        if (entered.Failed)
            return Refusal(http, entered.Error);
        var play = entered.Value;
        http.SetPlayKey(play.Key);
        var child = play.ChildId?.ToString() ?? StartPages.NoChild;
        // 303, so that the browser gets the page instead of posting there.
        http.Response.Headers.Location = PlayPaths.Of(play.Type, play.StudyId, child, play.IsPreview);
        http.Response.Headers.CacheControl = "no-store";
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>Shows what a start code would start, and waits for a press: anybody could have sent the link.</summary>
    static async Task<IResult> OfferAsync(HttpContext http, IMediator mediator)
    {
        if (await FieldAsync(http, "code") is not { } code)
            return Refusal(http, PlayErrors.TicketNotValid);
        var offered = await mediator.Send(new OfferPlay(code, NewSecret(http), StudyOfHost(http)), http.RequestAborted);
        if (offered.Failed)
            return Refusal(http, offered.Error);
        var offer = offered.Value;
        var who = offer.ChildName is { } name ? $" with {PlayLayout.Encode(name)}" : "";
        var what = offer.IsPreview ? "Preview the study" : "Start the study";
        var question = offer.IsPreview ? "Do you want to preview this study" : "Do you want to take part";
        return PlayLayout.Page(
            http,
            offer.StudyName,
            $"""
            <h1>{PlayLayout.Encode(offer.StudyName)}</h1>
            <p>{question}{who} now?</p>
            <form method="post" action="/play/enter">
            <input type="hidden" name="ticket" value="{PlayLayout.Encode(offer.Ticket)}">
            <button>{what}{who}</button>
            </form>
            """
        );
    }

    /// <returns>Null where all studies share one host.</returns>
    static Guid? StudyOfHost(HttpContext http) =>
        http.RequestServices.GetRequiredService<PlayOrigin>().TryRead(http.Request, out var study) ? study : null;

    /// <returns>Null when the body is no form, or has no such field.</returns>
    static async Task<string?> FieldAsync(HttpContext http, string name)
    {
        var form = await PostedForm.ReadAsync(http.Request, http.RequestAborted);
        return form?[name].ToString() is { Length: > 0 and < 200 } value ? value : null;
    }

    static IResult Refusal(HttpContext http, Error error) =>
        PlayLayout.Refusal(http, error, "This study can't be started");
}
