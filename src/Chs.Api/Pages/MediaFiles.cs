using Chs.Application.Ports;
using Chs.Application.Site;

namespace Chs.Api.Pages;

/// <summary>The public pictures of labs and studies. A path changes with its content, so a file may be cached for ever.</summary>
static class MediaFiles
{
    public static void MapMediaFiles(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/media/{**path}", ["GET", "HEAD"], ServeAsync).ExcludeFromDescription();

    static async Task<IResult> ServeAsync(string path, HttpContext http, IObjectStore store, IContentTypes types)
    {
        if (!IsValid(path))
            return Results.NotFound();
        var content = await store.OpenAsync(Media.KeyOf(path), null, http.RequestAborted);
        if (content is null)
            return Results.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        // No file runs scripts in this origin, whatever it holds.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        // Front ends at other origins show the pictures.
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return Results.Stream(content, types.Of(path));
    }

    /// <summary>Whether a path is like those that are stored and imported, and stays inside of the folder.</summary>
    static bool IsValid(string path) => path.Length is > 0 and <= 500 && path.Split('/').All(IsValidSegment);

    static bool IsValidSegment(string segment) =>
        segment.Length > 0
        && segment[0] != '.'
        && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
