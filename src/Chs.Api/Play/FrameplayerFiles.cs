using Chs.Api.Access;
using Chs.Application.Builds;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Infrastructure.Settings;
using MediatR;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Chs.Api.Play;

/// <summary>The files of the build that a play began with: whole or a range, packed where the browser accepts it.</summary>
static class FrameplayerFiles
{
    static readonly TimeSpan GrantValidFor = TimeSpan.FromMinutes(10);

    /// <summary>Shorter than the grant, so that no browser follows an expired one from its cache.</summary>
    static readonly TimeSpan RedirectCachedFor = TimeSpan.FromMinutes(5);

    /// <summary>Icons and what describes them: pages name these at the root of their host, whatever their prefix.</summary>
    const string IconPattern = @"^[\w-]+\.(ico|png|svg|json|webmanifest|webapp|xml)$";

    public static void MapFrameplayerFiles(this IEndpointRouteBuilder routes)
    {
        routes
            .MapMethods("/studies/{study:guid}/{**path:minlength(1)}", ["GET", "HEAD"], ServeAsync)
            .AtPlay()
            .ExcludeFromDescription();
        routes
            .MapMethods($"/{{path:regex({IconPattern})}}", ["GET", "HEAD"], ServeIconAsync)
            .AtPlay()
            .ExcludeFromDescription();
    }

    static Task<IResult> ServeIconAsync(HttpContext http, string path, RequestActor actor, IMediator mediator) =>
        actor.Actor?.Play is { } play
            ? ServeAsync(http, play.StudyId, path, actor, mediator)
            : Task.FromResult(Results.NotFound());

    static async Task<IResult> ServeAsync(
        HttpContext http,
        Guid study,
        string? path,
        RequestActor actor,
        IMediator mediator
    )
    {
        if (actor.Actor?.Play is { } play && play.StudyId != study)
            return Results.NotFound();
        var read = await mediator.Send(new ReadBuiltFile(path ?? ""), http.RequestAborted);
        if (read.Failed)
            return read.Error.Kind is ErrorKind.Unauthenticated
                ? Results.StatusCode(StatusCodes.Status401Unauthorized)
                : Results.NotFound();
        var file = read.Value;
        SetHeaders(http.Response, file);
        if (IfNoneMatch.Names(http.Request, ETagOf(file)))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        if (await RedirectToStoreAsync(http, file) is { } redirect)
            return redirect;
        return await SendAsync(http, file);
    }

    static void SetHeaders(HttpResponse response, BuiltFile file)
    {
        var headers = response.GetTypedHeaders();
        headers.ETag = ETagOf(file);
        headers.CacheControl = file.IsFingerprinted
            ? new CacheControlHeaderValue
            {
                Private = true,
                MaxAge = TimeSpan.FromDays(365),
                Extensions = { new NameValueHeaderValue("immutable") },
            }
            : new CacheControlHeaderValue { Private = true, NoCache = true };
        response.Headers.AppendCommaSeparatedValues("Vary", "Accept-Encoding");
    }

    static EntityTagHeaderValue ETagOf(BuiltFile file) => new($"\"{file.Digest}\"");

    /// <returns>Null when the operator hasn't switched redirects on, or the store can't grant access.</returns>
    static async Task<IResult?> RedirectToStoreAsync(HttpContext http, BuiltFile file)
    {
        if (!http.RequestServices.GetRequiredService<ChsSettings>().Artefacts.Redirect)
            return null;
        var store = http.RequestServices.GetRequiredService<IObjectStore>();
        if (await store.CreateReadUrlAsync(file.Key, GrantValidFor, http.RequestAborted) is not { } address)
            return null;
        http.Response.GetTypedHeaders().CacheControl = new CacheControlHeaderValue
        {
            Private = true,
            MaxAge = RedirectCachedFor,
        };
        return Results.Redirect(address.AbsoluteUri);
    }

    static async Task<IResult> SendAsync(HttpContext http, BuiltFile file)
    {
        var headers = http.Response.GetTypedHeaders();
        http.Response.ContentType = file.ContentType;
        http.Response.Headers.AcceptRanges = "bytes";
        if (RequestedRange(http.Request.GetTypedHeaders(), file) is { } range)
        {
            if (PartOf(range, file) is not { } part)
            {
                headers.ContentRange = new ContentRangeHeaderValue(file.Size);
                return Results.StatusCode(StatusCodes.Status416RangeNotSatisfiable);
            }

            http.Response.StatusCode = StatusCodes.Status206PartialContent;
            headers.ContentRange = new ContentRangeHeaderValue(part.First, part.Last, file.Size);
            http.Response.ContentLength = part.Length;
            return await CopyAsync(http, file.Key, part);
        }

        if (file.GzipKey is { } packedKey && AcceptsGzip(http.Request))
        {
            http.Response.Headers.ContentEncoding = "gzip";
            http.Response.ContentLength = file.GzipSize;
            return await CopyAsync(http, packedKey, null);
        }

        http.Response.ContentLength = file.Size;
        return await CopyAsync(http, file.Key, null);
    }

    static async Task<IResult> CopyAsync(HttpContext http, string key, ByteRange? part)
    {
        if (HttpMethods.IsHead(http.Request.Method))
            return Results.Empty;
        var store = http.RequestServices.GetRequiredService<IObjectStore>();
        await using var content = await store.OpenAsync(key, part, http.RequestAborted);
        if (content is null)
        {
            http.Response.ContentLength = null;
            return Results.NotFound();
        }

        await content.CopyToAsync(http.Response.Body, http.RequestAborted);
        return Results.Empty;
    }

    /// <returns>Null when the whole file is to be sent, as the standard allows where several ranges are requested at once.</returns>
    static RangeItemHeaderValue? RequestedRange(RequestHeaders headers, BuiltFile file)
    {
        if (headers.Range is not { Ranges.Count: 1 } requested || requested.Unit != "bytes")
            return null;
        if (headers.IfRange is { } condition && condition.EntityTag?.Tag != ETagOf(file).Tag)
            return null;
        return requested.Ranges.Single();
    }

    /// <returns>Null when no byte of the range lies within the file.</returns>
    static ByteRange? PartOf(RangeItemHeaderValue range, BuiltFile file)
    {
        // Without a start, To counts bytes from the end.
        var first = range.From ?? Math.Max(0, file.Size - range.To!.Value);
        var last = range.From is null ? file.Size - 1 : Math.Min(range.To ?? long.MaxValue, file.Size - 1);
        return first > last || first >= file.Size ? null : new ByteRange(first, last);
    }

    static bool AcceptsGzip(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .AcceptEncoding.Any(accepted =>
                accepted.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && accepted.Quality is not 0
            );
}
