using System.Text;
using Chs.Api.Access;
using Chs.Application.Builds;
using Chs.Application.Plays;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Api.Play;

/// <summary>The page of a built frameplayer, at the addresses that are built into it.</summary>
static class FrameplayerPage
{
    public static void MapFrameplayerPage(this IEndpointRouteBuilder routes)
    {
        // The player's way home: at the end of a study whose exit address it can't read, and where it found no study.
        routes
            .MapGet("/", (HttpContext http) => Results.Redirect(PlayLayout.PagesOf(http)))
            .AtPlay()
            .ExcludeFromDescription();
        routes
            .MapGet(
                "/studies/{study:guid}/{child:guid}",
                (Guid study, Guid child, HttpContext http) =>
                    ServeAsync(http, study, child.ToString(), isPreview: false)
            )
            .AtPlay()
            .ExcludeFromDescription();
        // The path behind a preview's address is one of the player's own router; the page is the same.
        routes
            .MapGet(
                "/exp/studies/{study:guid}/{child}/preview/{**path}",
                (Guid study, string child, HttpContext http) => ServeAsync(http, study, child, isPreview: true)
            )
            .AtPlay()
            .ExcludeFromDescription();
    }

    /// <param name="child">A child's id; in previews also <see cref="StartPages.NoChild"/>.</param>
    static async Task<IResult> ServeAsync(HttpContext http, Guid study, string child, bool isPreview)
    {
        Guid? childId = Guid.TryParse(child, out var parsed) ? parsed : null;
        if (childId is null && !(isPreview && child == StartPages.NoChild))
            return PlayLayout.Gone(http, Error.NotFound("child"));
        if (PlayRedirect.IfNeeded(http, study, childId, isPreview) is { } redirect)
            return redirect;
        var mediator = http.RequestServices.GetRequiredService<IMediator>();
        var play = await mediator.Send(new ReadPlay(), http.RequestAborted);
        if (play.Failed)
            return PlayLayout.Gone(http, play.Error);
        if (play.Value.Type is not StudyType.Frameplayer)
            return Results.Redirect(PlayPaths.Of(play.Value.Type, study, child, isPreview));
        if (await ReadHtmlAsync(http, mediator) is not { } html)
            return PlayLayout.Gone(http, StudyErrors.NotBuilt);

        // The player reads the cookie and fails without it.
        http.AntiforgeryValue();
        http.Response.Headers.CacheControl = "no-cache, private";
        var assets = http.RequestServices.GetRequiredService<PlayAssets>();
        var beginning = PlayedPage.SettingsFor(http, play.Value, response: null) + assets.Begin;
        return Results.Content(FrameplayerHtml.ForSession(html, beginning), "text/html; charset=utf-8");
    }

    /// <returns>Null when the build, or its file, is gone.</returns>
    static async Task<string?> ReadHtmlAsync(HttpContext http, IMediator mediator)
    {
        var page = await mediator.Send(new ReadBuiltFile(BuiltPage.Name), http.RequestAborted);
        if (page.Failed)
            return null;
        var store = http.RequestServices.GetRequiredService<IObjectStore>();
        await using var content = await store.OpenAsync(page.Value.Key, null, http.RequestAborted);
        if (content is null)
            return null;
        using var reader = new StreamReader(content, Encoding.UTF8);
        return await reader.ReadToEndAsync(http.RequestAborted);
    }
}
