using System.Diagnostics;
using Chs.Api.Html;
using Chs.Api.JsonApi;
using Chs.Api.V3;
using Microsoft.AspNetCore.Diagnostics;

namespace Chs.Api;

/// <summary>Answers in the form of its contract what no action answered: bugs, bodies that can't be read, unknown addresses.</summary>
static class ErrorHandling
{
    public static void UseErrorHandling(this WebApplication app)
    {
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                SuppressDiagnosticsCallback = context =>
                    context.Exception is BadHttpRequestException or OperationCanceledException,
                ExceptionHandler = http =>
                {
                    var failure = http.Features.Get<IExceptionHandlerFeature>()?.Error;
                    return AnswerAsync(
                        http,
                        failure is BadHttpRequestException bad
                            ? bad.StatusCode
                            : StatusCodes.Status500InternalServerError
                    );
                },
            }
        );
        app.UseStatusCodePages(context => AnswerAsync(context.HttpContext, context.HttpContext.Response.StatusCode));
    }

    static Task AnswerAsync(HttpContext http, int status)
    {
        var path = http.Request.Path;
        if (path.StartsWithSegments("/api/v1") || path.StartsWithSegments("/api/v2"))
        {
            return JsonApiError.WriteAsync(
                http,
                status switch
                {
                    413 => JsonApiError.TooLarge,
                    404 => JsonApiError.NotFound,
                    >= 500 => new JsonApiError(
                        500,
                        "error",
                        $"Something is broken on our side. Trace id: {Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier}"
                    ),
                    _ => new JsonApiError(status, "parse_error", "The request can't be read."),
                }
            );
        }

        var (code, detail) = V3Problems.OfStatus(status);
        return path.StartsWithSegments("/api")
            ? V3Problems.WriteAsync(http, status, code, detail)
            : HtmlPages
                .Page(http, V3Problems.TitleOf(status), $"<p>{HtmlPages.Text(detail)}</p>", status)
                .ExecuteAsync(http);
    }
}
