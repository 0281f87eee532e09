using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Chs.Application.Pipeline;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Chs.Api.V3;

/// <summary>
/// Answers a value as JSON with an ETag, or 304 when the client says by <c>If-None-Match</c> that it has just that.
/// </summary>
/// <remarks>
/// The same version can look different to two people, and after a change of rights or of another thing that it shows. So
/// the ETag is made of the answer itself: <c>"3-Ux9s…"</c>, the version and a digest, or the digest alone.
/// <see cref="IfMatch"/> looks at the version.
/// </remarks>
sealed class RepresentationResult(object value, int status) : ActionResult
{
    const string ContentType = "application/json; charset=utf-8";

    /// <summary>Enough that no two answers of one address have the same by chance.</summary>
    const int DigestBytes = 12;

    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.JsonSerializerOptions;
        var body = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), options);
        var isRead = IsRead(http.Request);
        if (isRead || value is IVersioned)
        {
            var tag = new EntityTagHeaderValue($"\"{TagOf(body)}\"");
            http.Response.GetTypedHeaders().ETag = tag;
            if (isRead && IfNoneMatch.Names(http.Request, tag))
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = ContentType;
        http.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    string TagOf(byte[] body)
    {
        var digest = Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, DigestBytes));
        return value is IVersioned versioned ? $"{versioned.Version}{IfMatch.VersionEnd}{digest}" : digest;
    }

    static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
}
