using Chs.Api.Pages;
using Chs.Application.Ports;
using Chs.Domain.Builds;
using Chs.Infrastructure.Settings;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Chs.Api.FrontEnds;

/// <summary>
/// Serves a front end from a folder, wherever this program has no page or operation of its own: its files, and its
/// <c>index.html</c> for every other address, because a single-page application has addresses without files.
/// </summary>
static class FrontEndFiles
{
    /// <summary>Nothing below these is a front end's: an unknown address there is a 404, not a page.</summary>
    static readonly PathString[] Ours =
    [
        "/api",
        "/openapi",
        "/swagger",
        "/health",
        "/media",
        "/stage",
        "/errors",
        InstitutionPages.LogInPath,
        UnsubscribePage.Path,
    ];

    /// <summary>Serves it where no endpoint was found, so after <c>UseRouting</c>.</summary>
    public static void UseFrontEnd(this WebApplication app, FrontEndSettings settings)
    {
        if (settings.Folder is not { } folder)
            return;
        var files = new PhysicalFileProvider(folder);
        var pages = new FrontEndPages(settings.Hosts);
        app.Use((http, next) => IsForFrontEnd(http) ? AnswerAsync(http, Find(http.Request, files), pages) : next(http));
    }

    static bool IsForFrontEnd(HttpContext http) =>
        http.GetEndpoint() is null
        && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        && !Ours.Any(ours => http.Request.Path.StartsWithSegments(ours))
        && !http.Request.Path.Value!.StartsWith("//", StringComparison.Ordinal);

    static async Task AnswerAsync(HttpContext http, IFileInfo? file, FrontEndPages pages)
    {
        var answer = await AnswerOfAsync(http, file, pages);
        await answer.ExecuteAsync(http);
    }

    static async Task<IResult> AnswerOfAsync(HttpContext http, IFileInfo? file, FrontEndPages pages)
    {
        if (file is null)
            return Results.NotFound();
        if (!IsPage(file))
            return FileOf(file, http);
        return PageOf(await pages.ReadAsync(file, http.RequestAborted), http);
    }

    /// <returns>Null when the address is that of a file which is missing.</returns>
    static IFileInfo? Find(HttpRequest request, PhysicalFileProvider files)
    {
        var path = request.Path.Value!;
        if (IsHidden(path))
            return null;
        var page = $"{path.TrimEnd('/')}/{FrontEndSettings.IndexName}";
        string[] names = path.EndsWith('/') ? [page] : [path, page];
        if (names.Select(files.GetFileInfo).FirstOrDefault(file => IsIn(files, file)) is { } found)
            return found;
        // A missing script or picture is a 404: a browser couldn't read a page as one.
        var isForPage = !Path.HasExtension(path) || AcceptsPages(request);
        return isForPage ? files.GetFileInfo(FrontEndSettings.IndexName) : null;
    }

    static bool IsIn(PhysicalFileProvider files, IFileInfo file) =>
        file is { Exists: true, PhysicalPath: { } path } && Links.StayWithin(files.Root, path);

    /// <summary>Files such as <c>.git/config</c> lie in folders by mistake. What the web agreed on is no such file.</summary>
    static bool IsHidden(string path) => path.Split('/').Any(part => part.StartsWith('.') && part != ".well-known");

    static bool IsPage(IFileInfo file) => Path.GetExtension(file.Name) is ".html" or ".htm";

    static IResult FileOf(IFileInfo file, HttpContext http)
    {
        var types = http.RequestServices.GetRequiredService<IContentTypes>();
        // A worker takes the policy over from its script; that of the page decides which scripts run at all.
        if (Path.GetExtension(file.Name) is ".js" or ".mjs")
            http.Response.Headers.ContentSecurityPolicy = "frame-ancestors 'none'";
        http.Response.Headers.CacheControl = FileNames.IsFingerprinted(file.Name)
            ? "public, max-age=31536000, immutable"
            : "no-cache";
        return Results.File(
            file.PhysicalPath!,
            types.Of(file.Name),
            lastModified: file.LastModified,
            entityTag: new EntityTagHeaderValue($"\"{file.LastModified.UtcTicks:x}-{file.Length:x}\""),
            enableRangeProcessing: true
        );
    }

    static IResult PageOf(FrontEndPage page, HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = page.Policy;
        http.Response.Headers.CacheControl = "no-cache";
        return Results.Text(page.Html, "text/html; charset=utf-8");
    }

    static bool AcceptsPages(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Value == "text/html");
}
