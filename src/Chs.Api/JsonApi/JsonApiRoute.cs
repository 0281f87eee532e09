using System.Text.Json;
using Chs.Api.Access;

namespace Chs.Api.JsonApi;

/// <summary>What happens around every operation of v1 and v2: headers, media types, who asks, forgery, verbs.</summary>
static class JsonApiRoute
{
    /// <summary>Maps one address for both versions: each verb to its operation, every other verb to 405.</summary>
    public static void MapRunner(
        this IEndpointRouteBuilder routes,
        string path,
        params JsonApiOperation[] operations
    ) => Map(routes, path, needsLogIn: true, operations);

    /// <summary>The same for addresses where nobody needs to be logged in.</summary>
    public static void MapJsonApiForAnybody(
        this IEndpointRouteBuilder routes,
        string path,
        params JsonApiOperation[] operations
    ) => Map(routes, path, needsLogIn: false, operations);

    static void Map(IEndpointRouteBuilder routes, string path, bool needsLogIn, JsonApiOperation[] operations)
    {
        Task RunAsync(HttpContext http, string allow, Func<HttpContext, Task> handle) =>
            JsonApiRoute.RunAsync(http, allow, needsLogIn, handle);

        var allow = string.Join(
            ", ",
            ((string[])["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]).Where(verb =>
                operations.Any(o =>
                    o.Verb == verb || (!o.IsBare && (verb is "OPTIONS" || (verb is "HEAD" && o.Verb is "GET")))
                )
            )
        );
        foreach (var version in (string[])["v1", "v2"])
        {
            var pattern = $"/api/{version}/{path}";
            foreach (var operation in operations)
            {
                string[] verbs = operation is { Verb: "GET", IsBare: false } ? ["GET", "HEAD"] : [operation.Verb];
                // HEAD is served with GET but isn't an operation of its own in the document.
                // The method makes the explorer see it: it skips what is mapped as a plain delegate.
                operation.Describe(
                    routes
                        .MapMethods(pattern, [operation.Verb], http => RunAsync(http, allow, operation.Handle))
                        .WithMetadata(operation.Handle.Method),
                    version
                );
                foreach (var verb in verbs.Skip(1))
                    routes
                        .MapMethods(pattern, [verb], http => RunAsync(http, allow, operation.Handle))
                        .ExcludeFromDescription();
            }

            if (operations.All(o => !o.IsBare))
                routes
                    .MapMethods(
                        pattern,
                        ["OPTIONS"],
                        http => RunAsync(http, allow, context => OptionsAsync(context, path))
                    )
                    .ExcludeFromDescription();
            routes
                .Map(
                    pattern,
                    http =>
                        RunAsync(
                            http,
                            allow,
                            context => JsonApiError.WriteAsync(context, JsonApiError.Method(context.Request.Method))
                        )
                )
                .ExcludeFromDescription();
        }
    }

    /// <summary>Addresses that nobody knows.</summary>
    public static void MapJsonApiFallback(this IEndpointRouteBuilder routes)
    {
        foreach (var version in (string[])["v1", "v2"])
            routes
                .Map($"/api/{version}/{{**rest}}", http => JsonApiError.WriteAsync(http, JsonApiError.NotFound))
                .ExcludeFromDescription();
    }

    /// <summary>Addresses end in a slash: reading ones are sent there, writing ones aren't found.</summary>
    public static void UseJsonApiSlashes(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
            {
                var path = http.Request.Path.Value ?? "";
                if (
                    path.EndsWith('/')
                    || !(
                        http.Request.Path.StartsWithSegments("/api/v1")
                        || http.Request.Path.StartsWithSegments("/api/v2")
                    )
                )
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

    static Task RunAsync(HttpContext http, string allow, bool needsLogIn, Func<HttpContext, Task> handle)
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
        if (http.RequestServices.GetRequiredService<Antiforgery>().Fault(http) is { } fault)
            return JsonApiError.WriteAsync(http, JsonApiError.Forgery(fault));
        return handle(http);
    }

    static bool Accepts(string accept)
    {
        if (accept.Length == 0)
            return true;
        foreach (var range in accept.Split(','))
        {
            var type = range.AsSpan(0, range.IndexOf(';') is >= 0 and var end ? end : range.Length).Trim();
            // A browser that asks for a page gets JSON.
            foreach (
                var fine in (ReadOnlySpan<string>)
                    ["*/*", "application/*", JsonApiWriter.MediaType, "application/json", "text/html"]
            )
                if (type.Equals(fine, StringComparison.OrdinalIgnoreCase))
                    return true;
        }

        return false;
    }

    static async Task OptionsAsync(HttpContext http, string path)
    {
        http.Response.ContentType = JsonApiWriter.MediaType;
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, JsonApiWriter.Options);
        json.WriteStartObject();
        json.WriteStartObject("data");
        json.WriteString(
            "name",
            path.Split('/', StringSplitOptions.RemoveEmptyEntries).LastOrDefault(part => part[0] != '{') ?? "root"
        );
        json.WriteString("description", "");
        foreach (
            var (name, values) in (IEnumerable<(string, string[])>)
                [
                    ("renders", [JsonApiWriter.MediaType]),
                    ("parses", [JsonApiWriter.MediaType]),
                    ("allowed_methods", http.Response.Headers.Allow.ToString().Split(", ")),
                ]
        )
        {
            json.WriteStartArray(name);
            foreach (var value in values)
                json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(http.RequestAborted);
    }
}

/// <summary>One operation of the runner contract.</summary>
/// <param name="Verb">Such as <c>PATCH</c>.</param>
/// <param name="Handle">Answers it.</param>
/// <param name="Describe">Says what the document says of it, for the version given.</param>
/// <param name="IsBare">Whether its address answers this verb only, neither HEAD nor OPTIONS, as some of the reference do.</param>
sealed record JsonApiOperation(
    string Verb,
    Func<HttpContext, Task> Handle,
    Action<IEndpointConventionBuilder, string> Describe,
    bool IsBare = false
);
