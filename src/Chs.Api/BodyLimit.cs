using Chs.Infrastructure;
using Microsoft.AspNetCore.Http.Features;

namespace Chs.Api;

/// <summary>
/// Refuses bodies that say beforehand that they are too large. They are read to their end (up to a point) and thrown away:
/// a client that is still sending when we hang up sees a broken connection instead of our answer.
/// </summary>
sealed class BodyLimit(RequestDelegate next, ChsSettings settings)
{
    const int Patience = 8;      // times the limit: who sends more than that may see a broken connection

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Request.ContentLength is not { } length || length <= settings.MaximumBody)
        {
            await next(http);
            return;
        }

        var waitsForPermission = http.Request.Headers.Expect.Count > 0;
        if (!waitsForPermission && length <= settings.MaximumBody * Patience && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        }

        http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;      // its body comes from Faults
    }
}
