using System.Text.Encodings.Web;
using System.Text.Json;
using Chs.Api.Access;
using Chs.Application.Plays;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Api.Play;

/// <summary>
/// The page that runs a jsPsych experiment. The published packages and our own bundle
/// both read the study and the child from its address.
/// </summary>
static class JsPsychPage
{
    public static void MapJsPsychPage(this IEndpointRouteBuilder routes)
    {
        Map("/studies/j/{study:guid}/{child:guid}", isPreview: false);
        Map("/exp/studies/j/{study:guid}/{child:guid}/preview", isPreview: true);
        routes.MapGet("/play/experiment/{response:guid}.js", ServeExperimentAsync).AtPlay().ExcludeFromDescription();

        void Map(string pattern, bool isPreview) =>
            routes
                .MapGet(
                    pattern,
                    (HttpContext http, Guid study, Guid child) => ServeAsync(http, study, child, isPreview)
                )
                .AtPlay()
                .ExcludeFromDescription();
    }

    static async Task<IResult> ServeAsync(HttpContext http, Guid study, Guid child, bool isPreview)
    {
        if (PlayRedirect.IfNeeded(http, study, child, isPreview) is { } redirect)
            return redirect;
        var mediator = http.RequestServices.GetRequiredService<IMediator>();
        var play = await mediator.Send(new ReadPlay(), http.RequestAborted);
        if (play.Failed)
            return PlayLayout.Gone(http, play.Error);
        if (play.Value.Type is not StudyType.JsPsych)
            return Results.Redirect(PlayPaths.Of(play.Value.Type, study, $"{child}", isPreview));
        var session = await OpenAsync(mediator, http.RequestAborted);
        if (session.Failed)
            return PlayLayout.Gone(http, session.Error);

        // The experiment runners read the cookie and fail without it.
        http.AntiforgeryValue();
        http.Response.Headers.CacheControl = "no-store";
        var assets = http.RequestServices.GetRequiredService<PlayAssets>();
        var settings = PlayedPage.SettingsFor(http, play.Value, session.Value.Id);
        return Results.Content(Html(assets, play.Value.StudyName, settings), "text/html; charset=utf-8");
    }

    static async Task<Outcome<PlayedSession>> OpenAsync(IMediator mediator, CancellationToken cancellationToken)
    {
        var opened = await mediator.Send(new OpenPlayedSession(), cancellationToken);
        // Two windows were opened at the same moment: at the second attempt this one finds the other's session.
        var isRaceLost =
            opened.Error?.Code == ResponseErrors.StartedConcurrently.Code || opened.Error?.Code == Error.Stale.Code;
        return isRaceLost ? await mediator.Send(new OpenPlayedSession(), cancellationToken) : opened;
    }

    /// <summary>
    /// The researcher's text, as a file of its own: so it means what it means as one, whatever it contains.
    /// </summary>
    static async Task<IResult> ServeExperimentAsync(HttpContext http, Guid response, IMediator mediator)
    {
        var experiment = await mediator.Send(new ReadPlayedExperiment(response), http.RequestAborted);
        if (experiment.Failed)
            return Results.NotFound();
        http.Response.Headers.CacheControl = "no-store";
        return Results.Content(experiment.Value, "text/javascript; charset=utf-8");
    }

    static string Html(PlayAssets assets, string studyName, string settings) =>
        $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="same-origin">
            <link rel="icon" href="data:,">
            <title>{{HtmlEncoder.Default.Encode(studyName)}}</title>
            {{settings}}
            {{assets.Begin}}
            <script id="aws-vars" type="application/json">{{UploadSettings}}</script>
            {{assets.Styles}}
            </head>
            <body>
            <div id="chs-loader" role="status">Loading …</div>
            {{assets.Scripts}}
            {{assets.Run}}
            </body>
            </html>

            """;

    /// <summary>
    /// The published packages expect these keys. None holds a secret, and nothing receives uploads yet.
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
}
