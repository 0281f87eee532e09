namespace Chs.Api;

/// <summary>Refuses requests for a host whose name can't be read, before anything looks at it.</summary>
sealed class HostNameMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (IsReadable(http.Request))
            return next(http);
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }

    static bool IsReadable(HttpRequest request)
    {
        try
        {
            // HTTP/1.0 names none.
            return !request.Host.HasValue || Uri.TryCreate(RequestSite.OriginOf(request), UriKind.Absolute, out _);
        }
        catch (ArgumentException)
        {
            // What begins as punycode must be punycode.
            return false;
        }
    }
}
