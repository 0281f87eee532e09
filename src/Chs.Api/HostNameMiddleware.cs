namespace Chs.Api;

/// <summary>Refuses requests for a host whose name can't be read, before anything looks at it.</summary>
sealed class HostNameMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (IsReadable(http.Request))
            return next(http);
        // What adds headers to the answer asks for the name, too.
        http.Request.Headers.Host = default;
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }

    public static bool IsReadable(HttpRequest request)
    {
        try
        {
            // HTTP/1.0 names none.
            if (!request.Host.HasValue)
                return true;
            // With a dot at its end, a name is the same to the network and another one to cookies and to us.
            return !request.Host.Host.EndsWith('.')
                && Uri.TryCreate(RequestSite.OriginOf(request), UriKind.Absolute, out _);
        }
        catch (ArgumentException)
        {
            // What begins as punycode must be punycode.
            return false;
        }
    }
}
