using System.Diagnostics;
using Chs.Api.Html;
using Chs.Api.JsonApi;
using Chs.Api.Play;
using Chs.Api.V3;
using Chs.Infrastructure.Persistence;
using Microsoft.AspNetCore.Diagnostics;

namespace Chs.Api;

/// <summary>
/// Answers what no endpoint answered (unhandled exceptions, bodies that can't be read, unknown addresses)
/// in the form of the contract to which the address belongs.
/// </summary>
static class ErrorHandling
{
    static readonly TimeSpan WaitForDatabase = TimeSpan.FromSeconds(5);

    public static void UseErrorHandling(this WebApplication app)
    {
        app.UseExceptionHandler(
            new ExceptionHandlerOptions { SuppressDiagnosticsCallback = IsExpected, ExceptionHandler = AnswerAsync }
        );
        app.UseStatusCodePages(context => AnswerAsync(context.HttpContext, context.HttpContext.Response.StatusCode));
    }

    /// <summary>Faults and aborts of clients aren't logged as errors.</summary>
    static bool IsExpected(ExceptionHandlerSuppressDiagnosticsContext context) =>
        context.Exception is BadHttpRequestException or OperationCanceledException;

    static Task AnswerAsync(HttpContext http)
    {
        var exception = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        if (BusyDatabase.IsCauseOf(exception))
        {
            http.SetRetryAfter(WaitForDatabase);
            return AnswerAsync(http, StatusCodes.Status503ServiceUnavailable);
        }

        var status = exception is BadHttpRequestException bad
            ? bad.StatusCode
            : StatusCodes.Status500InternalServerError;
        return AnswerAsync(http, status);
    }

    static Task AnswerAsync(HttpContext http, int status)
    {
        var path = http.Request.Path;
        if (path.StartsWithSegments("/api/v1") || path.StartsWithSegments("/api/v2"))
            return JsonApiError.WriteAsync(http, JsonApiErrorOf(http, status));
        var (code, detail) = V3Problems.OfStatus(status);
        if (path.StartsWithSegments("/api"))
            return V3Problems.WriteAsync(http, status, code, detail);
        // The site's pages have nothing to say where studies are played.
        if (IsAtPlay(http))
            return PlayLayout
                .Page(
                    http,
                    V3Problems.TitleOf(status),
                    $"<p>{PlayLayout.Encode(detail)}</p>{PlayLayout.WayBack(http)}",
                    status
                )
                .ExecuteAsync(http);
        return PageLayout
            .Page(http, V3Problems.TitleOf(status), $"<p>{PageLayout.Encode(detail)}</p>", status)
            .ExecuteAsync(http);
    }

    static bool IsAtPlay(HttpContext http) =>
        HostNameMiddleware.IsReadable(http.Request)
        && http.RequestServices.GetRequiredService<PlayOrigin>().Covers(http.Request);

    static JsonApiError JsonApiErrorOf(HttpContext http, int status) =>
        status switch
        {
            413 => JsonApiError.TooLarge,
            404 => JsonApiError.NotFound,
            503 => new JsonApiError(503, "error", V3Problems.OfStatus(503).Detail),
            >= 500 => new JsonApiError(
                500,
                "error",
                $"Something is broken on our side. Trace id: {Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier}"
            ),
            _ => new JsonApiError(status, "parse_error", "The request can't be read."),
        };
}
