namespace Chs.Api;

/// <summary>Adds the security headers that every answer carries. A stricter or wider one of an endpoint stays.</summary>
sealed class SecurityHeadersMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        // At the last moment, because whatever answers an exception first clears the headers.
        http.Response.OnStarting(() =>
        {
            AddTo(http);
            return Task.CompletedTask;
        });
        return next(http);
    }

    static void AddTo(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.TryAdd("X-Frame-Options", "DENY");
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
    }
}
