using System.Diagnostics;

namespace Chs.Api.Access;

/// <summary>Logs what the API refused to people who are logged in, so that somebody who tries things can be noticed.</summary>
/// <remarks>
/// Account, address and the id that the answer carries, nothing of bodies. Addresses of the API hold ids, not secrets.
/// What nobody is logged in for is no attempt: front ends ask in this way who is there.
/// </remarks>
sealed class RefusalLog(RequestDelegate next, ILogger<RefusalLog> log)
{
    public async Task InvokeAsync(HttpContext http, RequestActor actor)
    {
        await next(http);
        var status = http.Response.StatusCode;
        if (actor.Actor is not { } who || !http.Request.Path.StartsWithSegments("/api") || !IsRefusal(status))
            return;
        log.LogInformation(
            "Refused with {Status}: {Method} {Path} of account {Account}, trace {Trace}",
            status,
            http.Request.Method,
            // Encoded, so that no line break in it looks like another entry.
            http.Request.Path.ToUriComponent(),
            who.Id,
            Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier
        );
    }

    /// <summary>404 too: it is how what belongs to others is answered.</summary>
    static bool IsRefusal(int status) =>
        status
            is StatusCodes.Status403Forbidden
                or StatusCodes.Status404NotFound
                or StatusCodes.Status405MethodNotAllowed;
}
