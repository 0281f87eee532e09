using Chs.Api.Access;
using Chs.Application.Plays;
using Chs.Infrastructure.Settings;
using MediatR;

namespace Chs.Api.Play;

/// <summary>
/// Lets a request into a play origin: only to a host that belongs to a study, only to what is served there, and with no
/// other proof than the key to one play.
/// </summary>
sealed class PlayGate(RequestDelegate next, PlayOrigin hosts, ChsSettings settings, TimeProvider time)
{
    readonly string _policy = PlayPolicy.Of(settings.Play);

    public async Task InvokeAsync(HttpContext http, RequestActor actor, IMediator mediator)
    {
        if (!hosts.Covers(http.Request))
        {
            await next(http);
            return;
        }

        SetHeaders(http);
        if (!hosts.TryRead(http.Request, out var study) || http.GetEndpoint() is null || IsServiceWorker(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!Antiforgery.IsSafe(http.Request.Method))
        {
            if (!IsFromThisHost(http.Request))
            {
                http.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }

            // Players save when their page is left, and browsers drop the request then: what was sent counts all the same.
            http.RequestAborted = CancellationToken.None;
        }

        await AuthenticateAsync(http, study, actor, mediator);
        await next(http);
        await ExtendAsync(http, actor, mediator);
    }

    /// <summary>A study may do here what it may do anywhere, unless the operator names the hosts.</summary>
    void SetHeaders(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XFrameOptions = "SAMEORIGIN";
        headers.ContentSecurityPolicy = _policy;
        headers.Vary = "Cookie";
    }

    /// <summary>A worker would outlive the play, and stand between this host and the next family.</summary>
    static bool IsServiceWorker(HttpRequest request) => request.Headers.ContainsKey("Service-Worker");

    /// <remarks>Browsers send one of the two headers with every unsafe request; what sends neither is no browser.</remarks>
    bool IsFromThisHost(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        var fetchSite = request.Headers["Sec-Fetch-Site"].ToString();
        var isOwnOrigin = origin.Length == 0 || origin == hosts.OriginOf(request).GetLeftPart(UriPartial.Authority);
        return isOwnOrigin && fetchSite is "" or "same-origin";
    }

    static async Task AuthenticateAsync(HttpContext http, Guid? study, RequestActor actor, IMediator mediator)
    {
        if (http.PlayKey() is not { } key)
            return;
        var player = await mediator.Send(new AuthenticatePlay(key), http.RequestAborted);
        if (player.Failed)
            return;
        // A key that another host's page has set here opens nothing.
        if (study is null || player.Value.Play!.StudyId == study)
            actor.EnterPlay(player.Value);
    }

    /// <summary>Whoever saves goes on playing.</summary>
    async Task ExtendAsync(HttpContext http, RequestActor actor, IMediator mediator)
    {
        var hasSaved =
            !Antiforgery.IsSafe(http.Request.Method)
            && http.Request.Path.StartsWithSegments("/api")
            && http.Response.StatusCode < StatusCodes.Status300MultipleChoices;
        if (!hasSaved || actor.Actor?.Play is not { } play)
            return;
        if (play.IsExtendedBy(time.GetUtcNow()))
            await mediator.Send(new ExtendPlay(), http.RequestAborted);
    }
}
