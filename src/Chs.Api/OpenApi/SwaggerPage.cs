namespace Chs.Api.OpenApi;

/// <summary>Serves the contracts, and the page on which they can be tried.</summary>
static class SwaggerPage
{
    /// <summary>Makes a browser's log-in work on the page too: unsafe requests repeat the antiforgery cookie.</summary>
    const string RequestInterceptor = """
        (request) => {
          const token = document.cookie.match(/(?:^|; )csrftoken=([^;]*)/);
          if (token) request.headers['X-CSRFToken'] = token[1];
          return request;
        }
        """;

    public static void UseSwaggerPage(this WebApplication app)
    {
        app.UseSwagger(options => options.RouteTemplate = "openapi/{documentName}.json");
        app.UseSwaggerUI(options =>
        {
            options.RoutePrefix = "swagger";
            options.DocumentTitle = "CHS API";
            // Our texts speak of operations by their names.
            options.DisplayOperationId();
            options.SwaggerEndpoint("/openapi/v3.json", "v3");
            options.SwaggerEndpoint("/openapi/runner.json", "runner (v1, v2)");
            // In one line: the page holds it in a JavaScript string.
            options.UseRequestInterceptor(RequestInterceptor.ReplaceLineEndings(" "));
        });
    }
}
