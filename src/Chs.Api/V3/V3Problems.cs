using System.Diagnostics;
using System.Text.Json;
using Chs.Domain;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3;

/// <summary>Writes refusals in the form of RFC 9457. No other file of v3 maps refusals to HTTP statuses.</summary>
static class V3Problems
{
    public const string MediaType = "application/problem+json";

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    extension(Error error)
    {
        public ObjectResult ToProblem(HttpContext http)
        {
            var status = StatusOf(error.Kind);
            var problem = Problem(http, status, error.Code, DetailOf(error, http)) with
            {
                CurrentVersion = error.CurrentVersion,
                Errors = error.Faults is [] ? null : error.Faults,
            };
            if (error.CurrentVersion is { } current)
                http.Response.Headers.ETag = $"\"{current}\"";
            http.SetRetryAfter(error);
            if (status == StatusCodes.Status401Unauthorized)
                http.Response.Headers.WWWAuthenticate = "Bearer";
            return ResultOf(problem);
        }
    }

    public static ObjectResult OfUnsupportedMedia(HttpContext http, string detail)
    {
        const int status = StatusCodes.Status415UnsupportedMediaType;
        return ResultOf(Problem(http, status, OfStatus(status).Code, detail));
    }

    /// <summary>Writes a problem where no action ran: unknown addresses, wrong methods and media types, exceptions.</summary>
    public static Task WriteAsync(HttpContext http, int status, string code, string detail)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = MediaType;
        var problem = Problem(http, status, code, detail);
        return JsonSerializer.SerializeAsync(http.Response.Body, problem, Json, http.RequestAborted);
    }

    public static (string Code, string Detail) OfStatus(int status) =>
        status switch
        {
            400 => ("request.malformed", "The request can't be read."),
            404 => ("route.not_found", "There is no such address."),
            405 => ("route.method_not_allowed", "This address doesn't support the request's method."),
            406 => ("request.not_acceptable", "Answers are application/json; the header Accept doesn't allow that."),
            413 => ("request.too_large", "The body is larger than this site accepts."),
            415 => ("request.unsupported_media_type", "Send application/json."),
            503 => ("server.busy", "The database is busy with something that takes long. Try again in a few seconds."),
            >= 500 => ("server.fault", "The server failed. Its operator can find the cause by the trace id."),
            _ => ("request.refused", "The request can't be handled."),
        };

    public static string TitleOf(int status) =>
        status switch
        {
            400 => "Invalid request",
            401 => "Not authenticated",
            403 => "Not allowed",
            404 => "Not found",
            409 => "Not possible now",
            412 => "Changed since it was read",
            413 => "Request too large",
            415 => "Unsupported media type",
            422 => "Not confirmed",
            428 => "Version needed",
            429 => "Too many requests",
            503 => "Not available now",
            >= 500 => "Server error",
            _ => "Request refused",
        };

    /// <summary>
    /// A refusal that says nothing of its own says what the operation needs. One that is for another reason has a message.
    /// </summary>
    static string DetailOf(Error error, HttpContext http)
    {
        if (error.Message != Error.ForbiddenMessage)
            return error.Message;
        var operation = http.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;
        var needs = operation is null ? null : http.RequestServices.GetRequiredService<NeedsInWords>().Of(operation);
        return needs is null ? error.Message : $"{error.Message} {needs}";
    }

    static ObjectResult ResultOf(V3Problem problem) =>
        new(problem) { StatusCode = problem.Status, ContentTypes = { MediaType } };

    static V3Problem Problem(HttpContext http, int status, string code, string detail) =>
        new()
        {
            Type = ProblemCode.AddressOf(code),
            Title = TitleOf(status),
            Status = status,
            Detail = detail,
            Instance = http.Request.Path,
            Code = code,
            TraceId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier,
        };

    // No default arm: CS8509 is an error here, so a new kind doesn't compile until it has a status.
    static int StatusOf(ErrorKind kind) =>
        kind switch
        {
            ErrorKind.Invalid => 400,
            ErrorKind.Unauthenticated => 401,
            ErrorKind.Forbidden => 403,
            ErrorKind.NotFound => 404,
            ErrorKind.Conflict => 409,
            ErrorKind.Stale => 412,
            ErrorKind.VersionNeeded => 428,
            ErrorKind.TooMany => 429,
            ErrorKind.Unconfirmed => 422,
            ErrorKind.Unavailable => 503,
        };
}
