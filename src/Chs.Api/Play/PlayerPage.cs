using System.Text;
using Chs.Api.Access;
using Chs.Api.Html;
using Chs.Application.Builds;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using Chs.Infrastructure.Settings;
using MediatR;

namespace Chs.Api.Play;

/// <summary>The page of a built frameplayer, at the addresses that are built into it.</summary>
static class PlayerPage
{
    public static void MapPlayerPage(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/studies/{study:guid}/{child:guid}",
                (Guid study, Guid child, HttpContext http) => ServeAsync(http, study, child.ToString(), preview: false)
            )
            .ExcludeFromDescription();
        // The path behind a preview's address is one of the player's own router; the page is the same.
        routes
            .MapGet(
                "/exp/studies/{study:guid}/{child}/preview/{**path}",
                (Guid study, string child, HttpContext http) => ServeAsync(http, study, child, preview: true)
            )
            .ExcludeFromDescription();
        // So is a language before the address.
        routes
            .MapGet(
                "/{language:length(2)}/studies/{study:guid}/{child:guid}",
                (Guid study, Guid child) => Results.Redirect($"/studies/{study}/{child}/")
            )
            .ExcludeFromDescription();
    }

    /// <param name="child">A child's id; in previews also <see cref="ReadBuiltPage.NoChild"/>.</param>
    static async Task<IResult> ServeAsync(HttpContext http, Guid study, string child, bool preview)
    {
        Guid? childId = Guid.TryParse(child, out var parsed) ? parsed : null;
        if (childId is null && !(preview && child == ReadBuiltPage.NoChild))
            return PageLayout.Refusal(http, Error.NotFound("child"));
        if (PlayRedirect.IfNeeded(http) is { } redirect)
            return redirect;
        var mediator = http.RequestServices.GetRequiredService<IMediator>();
        var page = await mediator.Send(new ReadBuiltPage(study, childId, preview), http.RequestAborted);
        if (page.Error?.Code == StudyErrors.NotForThisRunner.Code)
            return Results.Redirect(PlayAddress.OfHostPage(study, child, preview));
        if (page.Failed)
            return PageLayout.Refusal(http, page.Error);

        var store = http.RequestServices.GetRequiredService<IObjectStore>();
        await using var content = await store.OpenAsync(page.Value.Key, null, http.RequestAborted);
        if (content is null)
            return PageLayout.Refusal(http, StudyErrors.NotBuilt);
        using var reader = new StreamReader(content, Encoding.UTF8);
        var html = await reader.ReadToEndAsync(http.RequestAborted);

        // The player reads the cookie and fails without it.
        http.AntiforgeryValue();
        var nonce = PlayPolicy.NewNonce();
        var settings = http.RequestServices.GetRequiredService<ChsSettings>().Play;
        http.Response.Headers.ContentSecurityPolicy = Policy(http, nonce, study, child, settings);
        http.Response.Headers.CacheControl = "no-cache, private";
        return Results.Content(PlayerHtml.ForSession(html, nonce), "text/html; charset=utf-8");
    }

    /// <summary>
    /// The player and its protocol generator run with a family's session in our origin.
    /// They may call what the player calls, and nothing else of ours.
    /// </summary>
    static string Policy(HttpContext http, string nonce, Guid study, string child, PlaySettings settings)
    {
        var origin = RequestSite.OriginOf(http.Request);
        var files = $"{origin}/studies/{study}/";
        string[] calls =
        [
            $"{origin}/api/v1/studies/{study}/",
            $"{origin}/api/v1/children/{child}/",
            $"{origin}/api/v1/responses/",
            files,
            $"{origin}/stage/uploads/",
        ];
        var media = PlayPolicy.MediaSources(settings);
        return string.Join(
            "; ",
            "default-src 'none'",
            // Protocol generators are text that the player evaluates.
            $"script-src {files} 'nonce-{nonce}' 'unsafe-eval'",
            $"style-src {files} 'unsafe-inline'",
            $"connect-src {string.Join(' ', calls)}{media}",
            $"img-src {files} data: blob:{media}",
            $"media-src {files} data: blob:{media}",
            $"font-src {files} data:",
            "worker-src blob:",
            "base-uri 'self'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            PlayPolicy.Sandbox
        );
    }
}
