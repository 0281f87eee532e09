using System.Text.Encodings.Web;
using Chs.Domain;

namespace Chs.Api.Html;

/// <summary>The layout of the plain pages with which the API can be tried in a browser. Real front ends use v3.</summary>
static class PageLayout
{
    const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self' 'unsafe-inline'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    const string Styles = """
        body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 0 1rem 3rem; color: #222; }
        header { display: flex; justify-content: space-between; align-items: center; padding: 1rem 0; border-bottom: 1px solid #ddd; }
        .demo { background: #fff6d6; padding: .5rem .8rem; border-radius: .4rem; font-size: .9rem; }
        article { border: 1px solid #ddd; border-radius: .5rem; padding: .2rem 1rem 1rem; margin: 1rem 0; }
        label { display: block; margin: .8rem 0; }
        input { display: block; font: inherit; padding: .4rem; width: 100%; max-width: 20rem; }
        button, .button {
          font: inherit; padding: .4rem .9rem; border: 1px solid #2a5db0; background: #2a5db0; color: #fff;
          border-radius: .4rem; text-decoration: none; cursor: pointer;
        }
        .fault { color: #a01010; }
        a { color: #2a5db0; }
        """;

    /// <summary>Escapes text for use in HTML and in attributes.</summary>
    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    /// <param name="body">HTML below the heading.</param>
    public static IResult Page(HttpContext http, string title, string body, int status = 200)
    {
        http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        http.Response.Headers.CacheControl = "no-store";
        var frame = http.RequestServices.GetRequiredService<PageFrame>();
        return Results.Content(
            $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{Encode(title)}} · CHS</title>
            <style>
            {{Styles}}
            </style>
            </head>
            <body>
            <header><a href="/"><strong>CHS</strong></a>{{frame.AccountMenu(http)}}</header>
            <p class="demo">Plain pages to try things. Front ends are built on the API, see <a href="/swagger">/swagger</a>.</p>
            <main><h1>{{Encode(title)}}</h1>
            {{body}}</main>
            </body>
            </html>

            """,
            "text/html; charset=utf-8",
            statusCode: status
        );
    }

    /// <summary>The page that shows why a request was refused.</summary>
    public static IResult Refusal(HttpContext http, Error error)
    {
        http.SetRetryAfter(error);
        return Page(
            http,
            RefusalHeading.Of(error, otherwise: "That isn't possible"),
            $"""<p>{Encode(error.Message)}</p><p><a href="/">To the studies</a></p>""",
            StatusOf(error.Kind)
        );
    }

    // No default arm: CS8509 is an error here, so a new kind doesn't compile until it has a status.
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
            ErrorKind.Unconfirmed => 422,
            ErrorKind.Unavailable => 503,
        };
}
