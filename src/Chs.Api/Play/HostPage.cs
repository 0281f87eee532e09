using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chs.Api.Access;
using Chs.Api.Html;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Studies;
using Chs.Infrastructure;
using Chs.Infrastructure.Settings;
using MediatR;

namespace Chs.Api.Play;

/// <summary>The page that runs a jsPsych experiment. Both packages, the published ones and ours, read the study and the child from its address.</summary>
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
        // The frameplayer's address; it leads on where the study has another runner.
        routes
            .MapGet(
                "/studies/{study:guid}/{child:guid}",
                (Guid study, Guid child, HttpContext http) =>
                    PlayerPage.ServePageAsync(http, study, child.ToString(), preview: false)
            )
            .ExcludeFromDescription();
    }

    static async Task<IResult> ServeAsync(HttpContext http, Guid study, Guid child, bool preview)
    {
        if (HtmlPages.RedirectIfNeeded(http) is { } detour)
            return detour;
        var mediator = http.RequestServices.GetRequiredService<IMediator>();
        // Before a session is made: another runner makes its own.
        if (
            await mediator.Send(new ReadStudyType(study), http.RequestAborted) is
            { Failed: false, Value: StudyType.Frameplayer }
        )
            return Results.Redirect(preview ? $"/exp/studies/{study}/{child}/preview/" : $"/studies/{study}/{child}/");
        var started = await mediator.Send(new StartResponse(study, child, preview), http.RequestAborted);
        // Two windows opened at the same moment: the second finds the first one's session.
        if (started is { Failed: true, Error.Code: "response.started_concurrently" or "version.stale" })
            started = await mediator.Send(new StartResponse(study, child, preview), http.RequestAborted);
        if (started.Failed)
            return HtmlPages.Refusal(http, started.Error);

        var play = await mediator.Send(new ReadPlay(started.Value.Id), http.RequestAborted);
        if (play.Failed)
            return HtmlPages.Refusal(http, play.Error);
        if (play.Value.Type is not StudyType.JsPsych)
            return HtmlPages.Refusal(http, StudyErrors.NotForThisRunner);

        http.AntiforgeryValue(); // the runners read the cookie and fail without it
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));
        var (assets, settings) = (
            http.RequestServices.GetRequiredService<PlayAssets>(),
            http.RequestServices.GetRequiredService<ChsSettings>()
        );
        http.Response.Headers.ContentSecurityPolicy = Policy(http, nonce, started.Value, assets, settings.Play);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Content(Html(assets, started.Value.Id, play.Value, nonce), "text/html; charset=utf-8");
    }

    /// <summary>
    /// The researcher's code runs with a family's session in the same origin. It may call this session's own addresses and nothing else of ours:
    /// not the family's account, other children or other sessions; and it can open no window or frame through which it could.
    /// </summary>
    static string Policy(
        HttpContext http,
        string nonce,
        StartedResponse session,
        PlayAssets assets,
        PlaySettings settings
    )
    {
        var origin = $"{http.Request.Scheme}://{http.Request.Host}";
        string[] calls =
        [
            $"studies/{session.StudyId}/",
            $"children/{session.ChildId}/",
            $"past-sessions/{session.Id}/",
            $"responses/{session.Id}/",
        ];
        var connect = string.Join(
            ' ',
            calls.Select(path => $"{origin}/api/v2/{path}").Append($"{origin}/stage/uploads/")
        );
        var hosts = string.Concat(assets.Hosts.Select(host => " " + host));
        var media = string.Concat(settings.MediaSources.Select(source => " " + source));
        return string.Join(
            "; ",
            "default-src 'none'",
            $"script-src {origin}/stage/assets/ 'nonce-{nonce}'{hosts}",
            $"style-src {origin}/stage/assets/ 'unsafe-inline'{hosts}",
            $"connect-src {connect}",
            $"img-src {origin}/stage/ data: blob:{media}",
            $"media-src {origin}/stage/ data: blob:{media}",
            $"font-src {origin}/stage/ data:{hosts}",
            "worker-src blob:",
            "base-uri 'none'",
            "form-action 'none'", // surveys are forms, but none is sent anywhere
            "frame-ancestors 'none'",
            "sandbox allow-scripts allow-same-origin allow-forms allow-modals allow-pointer-lock allow-orientation-lock allow-downloads"
        );
    }

    static string Html(PlayAssets assets, Guid response, PlayView play, string nonce) =>
        $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="same-origin">
            <title>{HtmlEncoder.Default.Encode(play.StudyName)}</title>
            <script id="aws-vars" type="application/json">{UploadSettings}</script>
            {assets.Styles}
            </head>
            <body>
            <div id="chs-loader" role="status">Loading …</div>
            <script nonce="{nonce}">for (const end of ["error", "unhandledrejection"]) addEventListener(end, () => document.getElementById("chs-loader")?.remove());</script>
            {assets.Scripts}
            <script type="module" nonce="{nonce}">
            await chsData.load("{response}");
            window.initJsPsych = chsInitJsPsych("{response}");
            document.getElementById("chs-loader").remove();
            {ForScript(play.Experiment)}
            </script>
            </body>
            </html>

            """;

    /// <summary>The published packages expect these keys. Nothing secret is in them: uploads are decided by the session.</summary>
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

    /// <summary>What would end the script element, or hide its end, is written so that JavaScript reads the same text and HTML doesn't see it.</summary>
    internal static string ForScript(string code) =>
        EndsScript().Replace(code, match => match.Value[0] + "\\" + match.Value[1..]);

    [GeneratedRegex("</script|<!--", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex EndsScript();
}
