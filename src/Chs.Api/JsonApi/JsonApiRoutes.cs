using System.Text.Json;

namespace Chs.Api.JsonApi;

/// <summary>Maps addresses for v1 and v2 alike: each verb to its operation, every other verb to 405.</summary>
static class JsonApiRoutes
{
    static readonly string[] Versions = ["v1", "v2"];

    /// <summary>In the order of the header Allow.</summary>
    static readonly string[] Verbs = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    /// <summary>Maps an address that needs a log-in.</summary>
    public static void MapJsonApi(
        this IEndpointRouteBuilder routes,
        string path,
        params JsonApiOperation[] operations
    ) => Map(routes, path, needsLogIn: true, operations);

    /// <summary>Maps an address that needs no log-in.</summary>
    public static void MapPublicJsonApi(
        this IEndpointRouteBuilder routes,
        string path,
        params JsonApiOperation[] operations
    ) => Map(routes, path, needsLogIn: false, operations);

    static void Map(IEndpointRouteBuilder routes, string path, bool needsLogIn, JsonApiOperation[] operations)
    {
        var isBare = operations.Any(operation => operation.IsBare);
        var allow = string.Join(", ", Verbs.Where(verb => operations.Any(operation => Allows(operation, verb))));
        RequestDelegate Guard(Func<HttpContext, Task> handle) =>
            http => JsonApiGuard.RunAsync(http, allow, needsLogIn, handle);

        foreach (var version in Versions)
        {
            var pattern = $"/api/{version}/{path}";
            foreach (var operation in operations)
                MapOperation(routes, pattern, operation, Guard(operation.Handle), version);
            if (!isBare)
                routes
                    .MapMethods(pattern, ["OPTIONS"], Guard(http => AnswerOptionsAsync(http, path)))
                    .ExcludeFromDescription();
            routes.Map(pattern, Guard(RefuseMethodAsync)).ExcludeFromDescription();
        }
    }

    static bool Allows(JsonApiOperation operation, string verb) =>
        verb switch
        {
            "OPTIONS" => !operation.IsBare,
            "HEAD" => operation.AnswersHead,
            _ => operation.Verb == verb,
        };

    static void MapOperation(
        IEndpointRouteBuilder routes,
        string pattern,
        JsonApiOperation operation,
        RequestDelegate handle,
        string version
    )
    {
        // The API explorer skips plain delegates: the method makes it list the operation.
        var endpoint = routes.MapMethods(pattern, [operation.Verb], handle).WithMetadata(operation.Handle.Method);
        operation.Description.ApplyTo(endpoint, version, TagOf(pattern));
        if (operation.IsForPlay)
            endpoint.AtBoth();
        if (operation.AnswersHead)
            routes.MapMethods(pattern, ["HEAD"], handle).ExcludeFromDescription();
    }

    /// <summary>The resource's name in the address, such as <c>studies</c>.</summary>
    static string TagOf(string pattern) => pattern.Split('/') is [_, _, _, { Length: > 0 } name, ..] ? name : "root";

    /// <summary>
    /// Answers 404 to unknown addresses; where studies are played to all but the few that a play needs, and 401 to who has
    /// no key to a play.
    /// </summary>
    public static void MapJsonApiFallback(this IEndpointRouteBuilder routes)
    {
        foreach (var version in Versions)
        {
            routes
                .Map(
                    $"/api/{version}/{{**rest}}",
                    http => JsonApiGuard.RunAsync(http, "", needsLogIn: true, RefuseAddressAsync)
                )
                .AtPlay()
                .ExcludeFromDescription();
            routes
                .Map($"/api/{version}/{{**rest}}", http => JsonApiError.WriteAsync(http, JsonApiError.NotFound))
                .ExcludeFromDescription();
        }
    }

    static Task RefuseAddressAsync(HttpContext http) => JsonApiError.WriteAsync(http, JsonApiError.NotFound);

    /// <summary>Addresses end in a slash. Without it, reading requests are redirected and writing ones answered with 404.</summary>
    public static void UseJsonApiSlashes(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
            {
                if (!IsOfJsonApi(http.Request.Path) || http.Request.Path.Value!.EndsWith('/'))
                    return next(http);
                if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
                    return JsonApiError.WriteAsync(http, JsonApiError.NotFound);
                http.Response.Redirect(
                    $"{http.Request.PathBase}{http.Request.Path.ToUriComponent()}/{http.Request.QueryString}",
                    permanent: true
                );
                return Task.CompletedTask;
            }
        );

    static bool IsOfJsonApi(PathString path) =>
        path.StartsWithSegments("/api/v1") || path.StartsWithSegments("/api/v2");

    static Task RefuseMethodAsync(HttpContext http) =>
        JsonApiError.WriteAsync(http, JsonApiError.Method(http.Request.Method));

    static async Task AnswerOptionsAsync(HttpContext http, string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        http.Response.ContentType = JsonApiWriter.MediaType;
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, JsonApiWriter.Options);
        json.WriteStartObject();
        json.WriteStartObject("data");
        json.WriteString("name", segments.LastOrDefault(segment => segment[0] != '{') ?? "root");
        json.WriteString("description", "");
        WriteArray(json, "renders", [JsonApiWriter.MediaType]);
        WriteArray(json, "parses", [JsonApiWriter.MediaType]);
        WriteArray(json, "allowed_methods", http.Response.Headers.Allow.ToString().Split(", "));
        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(http.RequestAborted);
    }

    static void WriteArray(Utf8JsonWriter json, string name, string[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
