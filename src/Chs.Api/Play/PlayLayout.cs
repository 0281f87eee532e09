using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Chs.Api.Access;
using Chs.Api.Html;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Studies;

namespace Chs.Api.Play;

/// <summary>The plain pages of a play origin, around the study.</summary>
/// <remarks>They say nothing about whoever is logged in at the site: they don't know.</remarks>
static class PlayLayout
{
    /// <summary>Escapes text for use in HTML and in attributes.</summary>
    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    /// <summary>Where the site is, as this browser knows it.</summary>
    public static string SiteOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<RequestActor>().Actor?.Play?.Site is { Length: > 0 } site
            ? site
            : http.RequestServices.GetRequiredService<SiteAddress>().Root.AbsoluteUri;

    /// <summary>Where people go on: the front end, also one elsewhere, or the site's own pages.</summary>
    public static string PagesOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<SiteAddress>().FrontEndElsewhere?.AbsoluteUri ?? SiteOf(http);

    public static string WayBack(HttpContext http) =>
        $"""<p><a href="{Encode(PagesOf(http))}">Back to the site</a></p>""";

    /// <summary>The page that shows why a study doesn't begin.</summary>
    /// <param name="heading">Above reasons that have no heading of their own.</param>
    public static IResult Refusal(HttpContext http, Error error, string heading)
    {
        http.SetRetryAfter(error);
        var shown = Encode(RefusalHeading.Of(error, heading));
        return Page(
            http,
            RefusalHeading.Of(error, heading),
            $"""<h1>{shown}</h1><p>{Encode(error.Message)}</p>{WayBack(http)}""",
            error.Kind is ErrorKind.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict
        );
    }

    /// <summary>
    /// The page for a study that can't be shown any more, though its play goes on; and for one that has stopped, of which
    /// the family learns that and whom to ask.
    /// </summary>
    /// <param name="why">Else it goes into the log: the family couldn't do anything about it.</param>
    public static IResult Gone(HttpContext http, Error why)
    {
        const string heading = "This study can't be shown";
        if (why.Code == StudyErrors.NotActiveCode)
            return Refusal(http, why, heading);
        http.RequestServices.GetRequiredService<ILogger<PlayOrigin>>()
            .LogWarning("A study can't be shown to who plays it: {Code}", why.Code);
        return Page(
            http,
            heading,
            $"""
            <h1>This study can't be shown at the moment</h1>
            <p>You did nothing wrong, and what was saved is safe. Please try again later, or tell the researchers.</p>
            {WayBack(http)}
            """,
            StatusCodes.Status404NotFound
        );
    }

    static string TagOf(string script) => script.Length == 0 ? "" : $"<script>{script}</script>";

    static string SourceOf(string script) =>
        script.Length == 0
            ? "'none'"
            : $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    /// <param name="body">HTML.</param>
    /// <param name="script">JavaScript that runs once the page is there; empty: none may.</param>
    public static IResult Page(
        HttpContext http,
        string title,
        string body,
        int status = StatusCodes.Status200OK,
        string script = ""
    )
    {
        http.Response.Headers.CacheControl = "no-store";
        // What a study's page could frame, a family could be made to press.
        http.Response.Headers.XFrameOptions = "DENY";
        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src {SourceOf(script)}; style-src 'unsafe-inline'; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'";
        return Results.Content(
            $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{Encode(title)}}</title>
            <style>
            body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 1rem; color: #222; }
            button {
              font: inherit; padding: .4rem .9rem; border: 1px solid #2a5db0; border-radius: .4rem;
              background: #2a5db0; color: #fff;
            }
            </style>
            </head>
            <body><main>
            {{body}}
            </main>{{TagOf(script)}}</body>
            </html>

            """,
            "text/html; charset=utf-8",
            statusCode: status
        );
    }
}
