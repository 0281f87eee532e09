using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chs.Api.Access;
using Chs.Api.Html;
using Chs.Application.Responses;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Settings;
using MediatR;

namespace Chs.Api.Play;

/// <summary>
/// The page that runs a jsPsych experiment. The published packages and our own bundle
/// both read the study and the child from its address.
/// </summary>
static partial class HostPage
{
    public static void MapHostPage(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/studies/j/{study:guid}/{child:guid}",
                (Guid study, Guid child, HttpContext http) => ServeAsync(http, study, child, preview: false)
            )
            .ExcludeFromDescription();
        routes
            .MapGet(
                "/exp/studies/j/{study:guid}/{child:guid}/preview",
                (Guid study, Guid child, HttpContext http) => ServeAsync(http, study, child, preview: true)
            )
            .ExcludeFromDescription();
    }

    static async Task<IResult> ServeAsync(HttpContext http, Guid study, Guid child, bool preview)
    {
        if (PlayRedirect.IfNeeded(http) is { } redirect)
            return redirect;
        var mediator = http.RequestServices.GetRequiredService<IMediator>();
        var started = await StartAsync(mediator, new StartResponse(study, child, preview), http.RequestAborted);
        if (started.Failed)
            return PageLayout.Refusal(http, started.Error);
        if (started.Value is not { Type: StudyType.JsPsych, Response: { } session })
            return Results.Redirect(PlayAddress.Of(started.Value, study, child, preview));

        var play = await mediator.Send(new ReadSessionProtocol(session.Id), http.RequestAborted);
        if (play.Failed)
            return PageLayout.Refusal(http, play.Error);

        // The experiment runners read the cookie and fail without it.
        http.AntiforgeryValue();
        var nonce = PlayPolicy.NewNonce();
        var assets = http.RequestServices.GetRequiredService<PlayAssets>();
        var settings = http.RequestServices.GetRequiredService<ChsSettings>().Play;
        http.Response.Headers.ContentSecurityPolicy = Policy(http, nonce, session, assets, settings);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Content(Html(assets, session.Id, play.Value, nonce), "text/html; charset=utf-8");
    }

    static async Task<Outcome<StartedSession>> StartAsync(
        IMediator mediator,
        StartResponse request,
        CancellationToken cancellationToken
    )
    {
        var started = await mediator.Send(request, cancellationToken);
        // Two windows were opened at the same moment: at the second attempt this one finds the other's session.
        var isRaceLost =
            started.Error?.Code == ResponseErrors.StartedConcurrently.Code || started.Error?.Code == Error.Stale.Code;
        return isRaceLost ? await mediator.Send(request, cancellationToken) : started;
    }

    /// <summary>
    /// The researcher's code runs with a family's session in the same origin. It may call this session's own addresses
    /// and nothing else of ours, not the account, other children or other sessions; and it can open no window or frame
    /// through which it could.
    /// </summary>
    static string Policy(
        HttpContext http,
        string nonce,
        StartedResponse session,
        PlayAssets assets,
        PlaySettings settings
    )
    {
        var origin = RequestSite.OriginOf(http.Request);
        string[] calls =
        [
            $"{origin}/api/v2/studies/{session.StudyId}/",
            $"{origin}/api/v2/children/{session.ChildId}/",
            $"{origin}/api/v2/past-sessions/{session.Id}/",
            $"{origin}/api/v2/responses/{session.Id}/",
            $"{origin}/stage/uploads/",
        ];
        var hosts = string.Concat(assets.Hosts.Select(host => " " + host));
        var media = PlayPolicy.MediaSources(settings);
        return string.Join(
            "; ",
            "default-src 'none'",
            $"script-src {origin}/stage/assets/ 'nonce-{nonce}'{hosts}",
            $"style-src {origin}/stage/assets/ 'unsafe-inline'{hosts}",
            $"connect-src {string.Join(' ', calls)}",
            $"img-src {origin}/stage/ data: blob:{media}",
            $"media-src {origin}/stage/ data: blob:{media}",
            $"font-src {origin}/stage/ data:{hosts}",
            "worker-src blob:",
            "base-uri 'none'",
            // Surveys are forms, but none is sent anywhere.
            "form-action 'none'",
            "frame-ancestors 'none'",
            PlayPolicy.Sandbox
        );
    }

    static string Html(PlayAssets assets, Guid response, SessionProtocolView play, string nonce) =>
        $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="same-origin">
            <title>{{HtmlEncoder.Default.Encode(play.StudyName)}}</title>
            <script id="aws-vars" type="application/json">{{UploadSettings}}</script>
            {{assets.Styles}}
            </head>
            <body>
            <div id="chs-loader" role="status">Loading …</div>
            <script nonce="{{nonce}}">
            for (const end of ["error", "unhandledrejection"])
              addEventListener(end, () => document.getElementById("chs-loader")?.remove());
            </script>
            {{assets.Scripts}}
            <script type="module" nonce="{{nonce}}">
            await chsData.load("{{response}}");
            window.initJsPsych = chsInitJsPsych("{{response}}");
            document.getElementById("chs-loader").remove();
            {{EscapeForScript(play.Experiment)}}
            </script>
            </body>
            </html>

            """;

    /// <summary>
    /// The published packages expect these keys. None holds a secret: whether an upload is accepted depends on the session.
    /// </summary>
    static readonly string UploadSettings = JsonSerializer.Serialize(
        new Dictionary<string, string>
        {
            ["JSPSYCH_S3_REGION"] = "us-east-1",
            ["JSPSYCH_S3_BUCKET"] = "chs",
            ["JSPSYCH_S3_ACCESS_KEY_ID"] = "none",
            ["JSPSYCH_S3_SECRET_ACCESS_KEY"] = "none",
            ["JSPSYCH_S3_SESSION_TOKEN"] = "none",
            ["JSPSYCH_S3_EXPIRATION"] = "2100-01-01T00:00:00Z",
        }
    );

    /// <summary>
    /// Escapes what would end the script element, or hide its end, so that JavaScript reads the same text
    /// and the HTML parser doesn't recognise it.
    /// </summary>
    internal static string EscapeForScript(string code) =>
        ScriptDelimiter().Replace(code, match => match.Value[0] + "\\" + match.Value[1..]);

    [GeneratedRegex("</script|<!--", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex ScriptDelimiter();
}
