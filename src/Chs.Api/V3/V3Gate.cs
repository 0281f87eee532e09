using System.Security.Cryptography;
using System.Text;
using Chs.Api.Access;
using Chs.Application.Idempotency;
using Chs.Domain;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.Net.Http.Headers;

namespace Chs.Api.V3;

/// <summary>Checks before any action of v3: credential, forgery protection, required version and idempotency key.</summary>
sealed class V3Gate(RequestActor actor, Antiforgery antiforgery, IdempotencyContext idempotency) : IAsyncResourceFilter
{
    public const string IdempotencyKeyHeader = "Idempotency-Key";

    public const int MaximumIdempotencyKeyLength = 200;

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (Refusal(context) is { } refusal)
        {
            context.Result = refusal.ToProblem(http);
            return;
        }

        if (UndeclaredMedia(context) is { } declared)
        {
            context.Result = V3Problems.OfUnsupportedMedia(http, $"Send {string.Join(" or ", declared)}.");
            return;
        }

        if (
            http.Request.Headers[IdempotencyKeyHeader].ToString() is { Length: > 0 } key
            && Is<IdempotentAttribute>(context)
        )
        {
            if (!IsValidKey(key))
            {
                context.Result = InvalidKey.ToProblem(http);
                return;
            }

            idempotency.Key = key;
            idempotency.RequestDigest = await DigestOfAsync(http.Request, http.RequestAborted);
        }

        // What one person may see must not be kept by a shared cache.
        http.Response.Headers.CacheControl = "no-store";
        if (Is<SameForAllAttribute>(context))
            http.Response.OnStarting(() => LetCachesKeep(http.Response));
        await next();
    }

    Error? Refusal(ResourceExecutingContext context)
    {
        var http = context.HttpContext;
        if (actor.IsRejected)
            return Error.Unauthenticated;
        if (antiforgery.Fault(http, isLogIn: Is<LogsBrowserInAttribute>(context)) is { } fault)
            return V3Errors.Forgery(fault);
        if (Is<VersionNeededAttribute>(context) && IfMatch.IsAbsent(http.Request.Headers.IfMatch))
            return Error.VersionNeeded;
        return null;
    }

    /// <remarks>
    /// By itself <see cref="ConsumesAttribute"/> takes every kind of JSON, such as <c>application/vnd.api+json</c>, which
    /// means something else.
    /// </remarks>
    /// <returns>What the operation takes; null when it is that, or nothing.</returns>
    static MediaTypeCollection? UndeclaredMedia(ResourceExecutingContext context)
    {
        var consumes = context.ActionDescriptor.EndpointMetadata.OfType<ConsumesAttribute>().LastOrDefault();
        var http = context.HttpContext;
        // That a body is missing is said where it is read.
        var hasBody = http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is true;
        if (consumes is null || (!hasBody && http.Request.ContentType is null))
            return null;
        return IsDeclared(consumes, http.Request.ContentType) ? null : consumes.ContentTypes;
    }

    /// <remarks>JSON between programs is UTF-8 (RFC 8259).</remarks>
    static bool IsDeclared(ConsumesAttribute consumes, string? sent)
    {
        if (!MediaTypeHeaderValue.TryParse(sent, out var type))
            return false;
        var charset = HeaderUtilities.RemoveQuotes(type.Charset);
        var isUtf8 = !charset.HasValue || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
        return isUtf8 && consumes.ContentTypes.Contains(type.MediaType.ToString(), StringComparer.OrdinalIgnoreCase);
    }

    static Task LetCachesKeep(HttpResponse response)
    {
        if (response.StatusCode is not (StatusCodes.Status200OK or StatusCodes.Status304NotModified))
            return Task.CompletedTask;
        response.Headers.CacheControl = SameForAllAttribute.CacheControl;
        // Of front ends at other origins, each is answered by its own headers.
        response.Headers.Append("Vary", "Origin");
        return Task.CompletedTask;
    }

    static Error InvalidKey =>
        Error.Invalid(
            $"/{IdempotencyKeyHeader}",
            "idempotency.bad_key",
            $"An Idempotency-Key has at most {MaximumIdempotencyKeyLength} printable ASCII characters."
        );

    static bool IsValidKey(string key) =>
        key.Length <= MaximumIdempotencyKeyLength && key.All(c => c is >= ' ' and <= '~');

    static bool Is<TAttribute>(ResourceExecutingContext context) =>
        context.ActionDescriptor.EndpointMetadata.OfType<TAttribute>().Any();

    /// <summary>Distinguishes requests with the same key: SHA-256 of method, path, query and body.</summary>
    static async Task<byte[]> DigestOfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        var buffer = new byte[16384];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
            hash.AppendData(buffer, 0, read);
        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }
}
