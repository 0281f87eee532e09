using Chs.Api.Access;
using Chs.Domain.Accounts;

namespace Chs.Api.JsonApi;

/// <summary>What happens before every operation of v1 and v2: headers, media type, authentication.</summary>
/// <remarks>
/// A browser's log-in reads only. Scripts write with tokens; what runs in browsers and writes here is study code, which
/// has no business with a family's log-in.
/// </remarks>
static class JsonApiGuard
{
    /// <summary>Media types that a client may ask for. Browsers, which ask for a page, get JSON too.</summary>
    static readonly string[] Acceptable =
    [
        "*/*",
        "application/*",
        JsonApiWriter.MediaType,
        "application/json",
        "text/html",
    ];

    /// <param name="allow">Value of the header Allow.</param>
    public static Task RunAsync(HttpContext http, string allow, bool needsLogIn, Func<HttpContext, Task> handle)
    {
        var headers = http.Response.Headers;
        headers.Allow = allow;
        headers.Vary = "Accept, Cookie";
        headers.CacheControl = "no-store";
        if (!Accepts(http.Request.Headers.Accept.ToString()))
            return JsonApiError.WriteAsync(http, JsonApiError.NotAcceptable);

        var actor = http.RequestServices.GetRequiredService<RequestActor>();
        if (actor.IsRejected)
            return JsonApiError.WriteAsync(http, JsonApiError.BadToken);
        if (!needsLogIn)
            return handle(http);
        if (actor.Actor is null)
            return JsonApiError.WriteAsync(http, JsonApiError.NotAuthenticated);
        if (actor.By is CredentialKind.Session && !Antiforgery.IsSafe(http.Request.Method))
            return JsonApiError.WriteAsync(http, JsonApiError.TokenNeeded);
        return handle(http);
    }

    static bool Accepts(string accept)
    {
        if (accept.Length == 0)
            return true;
        foreach (var range in accept.Split(','))
        {
            var type = JsonApiRequest.MediaTypeOf(range);
            foreach (var acceptable in Acceptable)
                if (type.Equals(acceptable, StringComparison.OrdinalIgnoreCase))
                    return true;
        }

        return false;
    }
}
