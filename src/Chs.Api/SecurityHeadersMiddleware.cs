namespace Chs.Api;

/// <summary>Adds the security headers that every answer carries.</summary>
/// <remarks>What an endpoint has set itself stays: our pages, a front end's, Swagger UI's, public pictures.</remarks>
sealed class SecurityHeadersMiddleware(RequestDelegate next, PlayOrigin hosts)
{
    /// <summary>For what is no page: even when a browser shows it as one, nothing in it runs or loads anything.</summary>
    const string NoPage = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

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

    void AddTo(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.TryAdd("X-Frame-Options", "DENY");
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        // Play hosts serve scripts of studies, which take over the policy as workers.
        if (!hosts.Covers(http.Request))
        {
            headers.TryAdd("Content-Security-Policy", NoPage);
            headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
        }
    }
}
