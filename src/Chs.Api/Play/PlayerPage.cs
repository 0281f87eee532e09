using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Chs.Api.Access;
using Chs.Api.Html;
using Chs.Application.Builds;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using Chs.Infrastructure;
using Chs.Infrastructure.Settings;
using MediatR;
using Microsoft.Net.Http.Headers;

namespace Chs.Api.Play;

/// <summary>What a build made, at the addresses that the frameplayer has inside: its page, with this session's settings, and its files.</summary>
static partial class PlayerPage
{
    const string Settings = "ember-lookit-frameplayer/config/environment";

    public static void MapPlayer(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/studies/{study:guid}/{**path}", ServeFileAsync).ExcludeFromDescription();
        routes.MapMethods("/studies/{study:guid}/{**path}", ["HEAD"], ServeFileAsync).ExcludeFromDescription();
        routes
            .MapGet(
                "/exp/studies/{study:guid}/{child}/preview/{**path}",
                (Guid study, string child, string? path, HttpContext http) =>
                    ServePageAsync(http, study, child, preview: true)
            )
            .ExcludeFromDescription();
        // The player's router puts a language before its addresses; the page is the same.
        routes
            .MapGet(
                "/{language:length(2)}/studies/{study:guid}/{child:guid}",
                (Guid study, Guid child) => Results.Redirect($"/studies/{study}/{child}/")
            )
            .ExcludeFromDescription();
    }

    /// <param name="child">A child's id; in previews also the name that no child has.</param>
    public static async Task<IResult> ServePageAsync(HttpContext http, Guid study, string child, bool preview)
    {
        Guid? childId = Guid.TryParse(child, out var parsed) ? parsed : null;
        if (childId is null && !(preview && child == ReadBuiltPage.NoChild))
            return HtmlPages.Refusal(http, Domain.Error.NotFound("child"));
        if (HtmlPages.RedirectIfNeeded(http) is { } detour)
            return detour;
        var page = await http
            .RequestServices.GetRequiredService<IMediator>()
            .Send(new ReadBuiltPage(study, childId, preview), http.RequestAborted);
        if (page is { Failed: true, Error.Code: "study.other_runner" })
            return Results.Redirect(
                preview ? $"/exp/studies/j/{study}/{child}/preview/" : $"/studies/j/{study}/{child}/"
            );
        if (page.Failed)
            return HtmlPages.Refusal(http, page.Error);

        await using var stored = await http
            .RequestServices.GetRequiredService<IObjectStore>()
            .OpenAsync(page.Value.Key, null, http.RequestAborted);
        if (stored is null)
            return HtmlPages.Refusal(http, Domain.Studies.StudyErrors.NotBuilt);
        using var reader = new StreamReader(stored, Encoding.UTF8);
        var html = await reader.ReadToEndAsync(http.RequestAborted);

        http.AntiforgeryValue(); // the player reads the cookie and fails without it
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));
        http.Response.Headers.ContentSecurityPolicy = Policy(
            http,
            nonce,
            study,
            child,
            http.RequestServices.GetRequiredService<ChsSettings>().Play
        );
        http.Response.Headers.CacheControl = "no-cache, private";
        return Results.Content(ForSession(html, nonce), "text/html; charset=utf-8");
    }

    /// <summary>The page as it was built, with settings that no build may know, and a nonce on its scripts.</summary>
    internal static string ForSession(string html, string nonce)
    {
        html = Meta().Replace(html, found => WithSettings(found.Value));
        html = Script().Replace(html, $"<script nonce=\"{nonce}\"");
        // The recorder's library is loaded by now, the player isn't: from here on uploads come to us.
        var uploads =
            $"<script nonce=\"{nonce}\">if (window.AWS && AWS.config) AWS.config.s3 = {{ endpoint: location.origin + \"/stage/uploads\", s3ForcePathStyle: true }};</script>";
        var bundle = OwnScript().Match(html);
        return bundle.Success ? html.Insert(bundle.Index, uploads) : html;
    }

    static string WithSettings(string meta)
    {
        var content = Content().Match(meta);
        if (!content.Success)
            return meta;
        try
        {
            if (
                JsonNode.Parse(Uri.UnescapeDataString(System.Net.WebUtility.HtmlDecode(content.Groups["json"].Value)))
                is not JsonObject settings
            )
                return meta;
            // Placeholders: who may upload is decided by the session.
            settings["awsRecording"] = new JsonObject
            {
                ["region"] = "us-east-1",
                ["accessKeyId"] = "none",
                ["secretAccessKey"] = "none",
                ["bucket"] = "chs",
            };
            settings["pipeLoc"] = "";
            settings["pipeEnv"] = "";
            settings["sentry"] = new JsonObject { ["dsn"] = "" };
            return string.Concat(
                meta.AsSpan(0, content.Groups["json"].Index),
                HtmlEncoder.Default.Encode(Uri.EscapeDataString(settings.ToJsonString())),
                meta.AsSpan(content.Groups["json"].Index + content.Groups["json"].Length)
            );
        }
        catch (System.Text.Json.JsonException)
        {
            return meta; // another runner's, in another form
        }
    }

    /// <summary>The runner and its protocol generator run with a family's session in our origin: they may call what the player calls, and nothing else of ours.</summary>
    static string Policy(HttpContext http, string nonce, Guid study, string child, PlaySettings settings)
    {
        var origin = $"{http.Request.Scheme}://{http.Request.Host}";
        string[] calls = [$"studies/{study}/", $"children/{child}/", "responses/"];
        var connect = string.Join(
            ' ',
            calls
                .Select(path => $"{origin}/api/v1/{path}")
                .Append($"{origin}/studies/{study}/")
                .Append($"{origin}/stage/uploads/")
        );
        var (files, media) = (
            $"{origin}/studies/{study}/",
            string.Concat(settings.MediaSources.Select(source => " " + source))
        );
        return string.Join(
            "; ",
            "default-src 'none'",
            $"script-src {files} 'nonce-{nonce}' 'unsafe-eval'", // generators are text that the player evaluates
            $"style-src {files} 'unsafe-inline'",
            $"connect-src {connect}{media}",
            $"img-src {files} data: blob:{media}",
            $"media-src {files} data: blob:{media}",
            $"font-src {files} data:",
            "worker-src blob:",
            "base-uri 'self'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "sandbox allow-scripts allow-same-origin allow-forms allow-modals allow-pointer-lock allow-orientation-lock allow-downloads"
        );
    }

    static async Task<IResult> ServeFileAsync(HttpContext http, Guid study, string? path)
    {
        var found = await http
            .RequestServices.GetRequiredService<IMediator>()
            .Send(new ReadBuiltFile(study, path ?? ""), http.RequestAborted);
        if (found.Failed)
            return found.Error.Kind is Domain.ErrorKind.Unauthenticated
                ? Results.StatusCode(StatusCodes.Status401Unauthorized)
                : Results.NotFound();
        var (file, store, settings) = (
            found.Value,
            http.RequestServices.GetRequiredService<IObjectStore>(),
            http.RequestServices.GetRequiredService<ChsSettings>().Artefacts
        );

        var headers = http.Response.GetTypedHeaders();
        headers.ETag = new EntityTagHeaderValue($"\"{file.Digest}\"");
        headers.CacheControl = file.IsFingerprinted
            ? new CacheControlHeaderValue
            {
                Private = true,
                MaxAge = TimeSpan.FromDays(365),
                Extensions = { new NameValueHeaderValue("immutable") },
            }
            : new CacheControlHeaderValue { Private = true, NoCache = true };
        http.Response.Headers.AppendCommaSeparatedValues("Vary", "Accept-Encoding");
        // What a study's researchers wrote is a file of theirs, never a page of ours.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        if (
            http.Request.GetTypedHeaders().IfNoneMatch is { Count: > 0 } known
            && known.Any(tag => tag.Tag == "*" || tag.Tag == $"\"{file.Digest}\"")
        )
            return Results.StatusCode(StatusCodes.Status304NotModified);
        if (
            settings.Redirect
            && await store.GrantReadAsync(file.Key, TimeSpan.FromMinutes(10), http.RequestAborted) is { } elsewhere
        )
        {
            headers.CacheControl = new CacheControlHeaderValue { Private = true, MaxAge = TimeSpan.FromMinutes(5) };
            return Results.Redirect(elsewhere.AbsoluteUri);
        }

        http.Response.ContentType = file.ContentType;
        http.Response.Headers.AcceptRanges = "bytes";
        var range = RangeOf(http.Request, file);
        if (range.IsOutside)
        {
            headers.ContentRange = new ContentRangeHeaderValue(file.Size);
            return Results.StatusCode(StatusCodes.Status416RangeNotSatisfiable);
        }

        var packed = range.Part is null && file.PackedKey is not null && AcceptsGzip(http.Request);
        if (packed)
            http.Response.Headers.ContentEncoding = "gzip";
        http.Response.ContentLength = range.Part?.Length ?? (packed ? file.PackedSize : file.Size);
        if (range.Part is { } part)
        {
            http.Response.StatusCode = StatusCodes.Status206PartialContent;
            headers.ContentRange = new ContentRangeHeaderValue(part.First, part.Last, file.Size);
        }

        if (HttpMethods.IsHead(http.Request.Method))
            return Results.Empty;
        await using var content = await store.OpenAsync(
            packed ? file.PackedKey! : file.Key,
            range.Part,
            http.RequestAborted
        );
        if (content is null)
        {
            http.Response.ContentLength = null;
            return Results.NotFound();
        }

        await content.CopyToAsync(http.Response.Body, http.RequestAborted);
        return Results.Empty;
    }

    /// <summary>The one range that is asked for; several at once get the whole file, as the standard allows.</summary>
    static (Application.Ports.ByteRange? Part, bool IsOutside) RangeOf(HttpRequest request, BuiltFile file)
    {
        var headers = request.GetTypedHeaders();
        if (headers.Range is not { Ranges.Count: 1 } asked || asked.Unit != "bytes")
            return (null, false);
        var one = asked.Ranges.Single();
        if (headers.IfRange is { } condition && condition.EntityTag?.Tag != $"\"{file.Digest}\"")
            return (null, false);
        var (first, last) = one.From is { } from
            ? (from, Math.Min(one.To ?? long.MaxValue, file.Size - 1))
            : (Math.Max(0, file.Size - one.To!.Value), file.Size - 1);
        return first > last || first >= file.Size ? (null, true) : (new(first, last), false);
    }

    static bool AcceptsGzip(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .AcceptEncoding.Any(accepted =>
                accepted.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && accepted.Quality is not 0
            );

    [GeneratedRegex(
        $"<meta[^>]*name=[\"']{Settings}[\"'][^>]*>",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant
    )]
    private static partial Regex Meta();

    [GeneratedRegex(
        "\\scontent=(?:\"(?<json>[^\"]*)\"|'(?<json>[^']*)')",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant
    )]
    private static partial Regex Content();

    [GeneratedRegex(
        "<script\\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant
    )]
    private static partial Regex Script();

    [GeneratedRegex(
        "<script\\b[^>]*\\ssrc=[\"']/studies/",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant
    )]
    private static partial Regex OwnScript();
}
