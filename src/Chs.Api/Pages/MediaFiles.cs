using Chs.Application.Ports;
using Chs.Application.Site;

namespace Chs.Api.Pages;

/// <summary>Pictures of labs and studies, for everybody. A path names its content: it is kept for ever.</summary>
static class MediaFiles
{
    public static void MapMedia(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/media/{**path}", ["GET", "HEAD"], ServeAsync).ExcludeFromDescription();

    static async Task<IResult> ServeAsync(string path, HttpContext http, IObjectStore store, IContentTypes types)
    {
        if (!IsPlain(path))
            return Results.NotFound();
        var content = await store.OpenAsync(Media.KeyOf(path), null, http.RequestAborted);
        if (content is null)
            return Results.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        // A picture is a picture, whatever it was made to look like.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin"; // front ends elsewhere show them
        return Results.Stream(content, types.Of(path));
    }

    /// <summary>Names as we make and import them; nothing climbs out of the folder.</summary>
    static bool IsPlain(string path) =>
        path.Length is > 0 and <= 500
        && path.Split('/')
            .All(part =>
                part.Length > 0
                && part[0] != '.'
                && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            );
}
