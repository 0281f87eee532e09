using System.Text.Encodings.Web;
using Chs.Api.Access;
using Chs.Api.Play;
using Chs.Application.Access;
using Chs.Domain;

namespace Chs.Api.Html;

/// <summary>The frame of the demo stage's pages: a few lines of HTML, so that a browser can get in. Real front ends stand on v3.</summary>
static class HtmlPages
{
    public static string Text(string text) => HtmlEncoder.Default.Encode(text);

    public static IResult Page(HttpContext http, string title, string body, int status = 200, string? next = null)
    {
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        http.Response.Headers.CacheControl = "no-store";
        var assets = http.RequestServices.GetRequiredService<PlayAssets>();
        var actor = http.RequestServices.GetRequiredService<RequestActor>().Actor;
        var account = actor is null
            ? """<a href="/login/">Log in</a>"""
            : $"""<form method="post" action="/logout/">{Antiforgery(http)}<button>Log out</button></form>""";
        return Results.Content(
            $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{Text(title)}} · CHS</title>
            <style>
            body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 0 1rem 3rem; color: #222; }
            header { display: flex; justify-content: space-between; align-items: center; padding: 1rem 0; border-bottom: 1px solid #ddd; }
            .demo { background: #fff6d6; padding: .5rem .8rem; border-radius: .4rem; font-size: .9rem; }
            article { border: 1px solid #ddd; border-radius: .5rem; padding: .2rem 1rem 1rem; margin: 1rem 0; }
            label { display: block; margin: .8rem 0; } input { display: block; font: inherit; padding: .4rem; width: 100%; max-width: 20rem; }
            button, .button { font: inherit; padding: .4rem .9rem; border: 1px solid #2a5db0; background: #2a5db0; color: #fff; border-radius: .4rem; text-decoration: none; cursor: pointer; }
            .fault { color: #a01010; } a { color: #2a5db0; }
            </style>
            {{(next is null ? "" : $"<meta name=\"chs-next\" content=\"{Text(next)}\">")}}
            {{assets.Leftovers}}
            </head>
            <body>
            <header><a href="/"><strong>CHS</strong></a>{{account}}</header>
            <p class="demo">Demo stage: plain pages to try things. Front ends are built on the API, see <a href="/swagger">/swagger</a>.</p>
            <main><h1>{{Text(title)}}</h1>
            {{body}}</main>
            </body>
            </html>

            """,
            "text/html; charset=utf-8",
            statusCode: status
        );
    }

    /// <summary>Where a page that runs a study leads first; null: nowhere. Runners count segments of the address from its end, so it has its last slash, and they need a log-in.</summary>
    public static IResult? RedirectIfNeeded(HttpContext http)
    {
        if (!http.Request.Path.Value!.EndsWith('/'))
            return Results.Redirect($"{http.Request.Path}/{http.Request.QueryString}", permanent: true);
        return http.RequestServices.GetRequiredService<RequestActor>().Actor is null
            ? Results.Redirect($"/login/?next={Uri.EscapeDataString(http.Request.Path)}")
            : null;
    }

    public static string Antiforgery(HttpContext http) =>
        $"""<input type="hidden" name="{SessionCookies.AntiforgeryField}" value="{http.AntiforgeryValue()}">""";

    public static IResult Refusal(HttpContext http, Error error) =>
        Page(
            http,
            "That isn't possible",
            $"<p>{Text(error.Message)}</p><p><a href=\"/\">To the studies</a></p>",
            StatusOf(error.Kind)
        );

    // No default arm: a new kind doesn't compile until it is answered here.
    static int StatusOf(ErrorKind kind) =>
        kind switch
        {
            ErrorKind.Invalid => 400,
            ErrorKind.Unauthenticated => 401,
            ErrorKind.Forbidden => 403,
            ErrorKind.NotFound => 404,
            ErrorKind.Conflict => 409,
            ErrorKind.Stale => 412,
            ErrorKind.VersionNeeded => 428,
            ErrorKind.TooMany => 429,
        };
}
