namespace Chs.Api.OpenApi;

/// <summary>The contracts, and the page on which they can be tried.</summary>
static class SwaggerPage
{
    /// <summary>They change with the program only.</summary>
    static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    const string Folder = "/swagger",
        Antiforgery = $"{Folder}/antiforgery.js";

    /// <summary>Makes a browser's log-in work on the page too: whatever it sends repeats the antiforgery cookie.</summary>
    /// <remarks>
    /// The last one of the form that ours have: other hosts of the domain can add some of the same name. A file, because
    /// an interceptor of the page's own is made of a text at run time, which the policy forbids.
    /// </remarks>
    const string AntiforgeryScript = """
        const send = window.fetch;
        window.fetch = (input, init) => {
          const request = new Request(input, init);
          const tokens = document.cookie.split('; ').filter((cookie) => /^csrftoken=[A-Za-z0-9_-]{32,64}$/.test(cookie));
          if (tokens.length > 0) request.headers.set('X-CSRFToken', tokens[tokens.length - 1].slice(10));
          return send(request);
        };
        """;

    /// <summary>Maps the contracts. Each is made once, which takes a second, and kept.</summary>
    public static void MapContracts(this IEndpointRouteBuilder routes)
    {
        routes.MapSwagger("openapi/{documentName}.json").CacheOutput(policy => policy.Expire(KeptFor));
        routes.MapGet(Antiforgery, () => Results.Text(AntiforgeryScript, "text/javascript")).ExcludeFromDescription();
    }

    /// <remarks>The page draws itself with styles in its elements, and its pictures are in the styles.</remarks>
    const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Serves the page, which needs <see cref="MapContracts"/>.</summary>
    public static void UseSwaggerPage(this WebApplication app)
    {
        app.UseWhen(http => http.Request.Path.StartsWithSegments(Folder), page => page.Use(GuardAsync));
        app.UseSwaggerUI(options =>
        {
            options.RoutePrefix = Folder[1..];
            options.DocumentTitle = "CHS API";
            // Our texts speak of operations by their names.
            options.DisplayOperationId();
            // The page draws whatever is open again at every key.
            options.DefaultModelsExpandDepth(0);
            options.SwaggerEndpoint("/openapi/v3.json", "v3");
            options.SwaggerEndpoint("/openapi/runner.json", "runner (v1, v2)");
            options.InjectJavascript(Antiforgery);
        });
    }

    /// <summary>
    /// The page speaks with this site alone, and a link to it can't say of which document: <c>?url=</c>,
    /// <c>?configUrl=</c> and the like would let another site's operations be sent with a person's trust in this one.
    /// </summary>
    static Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        var path = http.Request.Path.Value!;
        // It serves log-ins elsewhere, of which there are none.
        if (path.EndsWith("/oauth2-redirect.html", StringComparison.OrdinalIgnoreCase))
            return EndAsync(http, StatusCodes.Status404NotFound);
        if (!http.Request.QueryString.HasValue)
            return next(http);
        http.Response.Headers.Location = (http.Request.PathBase + http.Request.Path).ToString();
        return EndAsync(http, StatusCodes.Status302Found);
    }

    static Task EndAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
