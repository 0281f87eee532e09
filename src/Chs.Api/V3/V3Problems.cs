using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Chs.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Chs.Api.V3;

/// <summary>A refusal in the form of RFC 9457. The only file of v3 that knows status codes of refusals.</summary>
static class V3Problems
{
    public const string MediaType = "application/problem+json";

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    extension(Error error)
    {
        public ObjectResult ToProblem(HttpContext http)
        {
            var problem = ProblemOf(error, http);
            if (error.CurrentVersion is { } newest)
                http.Response.Headers.ETag = $"\"{newest}\"";
            if (problem.Status == StatusCodes.Status401Unauthorized)
                http.Response.Headers.WWWAuthenticate = "Bearer";
            return new ObjectResult(problem) { StatusCode = problem.Status, ContentTypes = { MediaType } };
        }
    }

    /// <summary>Faults of binding join the same road: what the JSON reader says becomes a pointer and a message.</summary>
    public static ObjectResult OfModelState(ActionContext context) =>
        new Error(ErrorKind.Invalid, "request.invalid", "The request has faults.")
        {
            Faults =
            [
                .. from entry in context.ModelState
                where entry.Value is { ValidationState: ModelValidationState.Invalid }
                from fault in entry.Value.Errors
                select new Fault(
                    Pointer(entry.Key),
                    fault.Exception is JsonException || entry.Key.StartsWith('$') || entry.Key.Length == 0
                        ? "malformed"
                        : "invalid",
                    Message(fault)
                ),
            ],
        }.ToProblem(context.HttpContext);

    /// <summary>Gives answers that have no body yet (unknown routes, wrong verbs and media types) the same form.</summary>
    public static Task WriteAsync(HttpContext http, int status, string code, string detail)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = MediaType;
        return JsonSerializer.SerializeAsync(
            http.Response.Body,
            Problem(http, status, code, detail, []),
            Json,
            http.RequestAborted
        );
    }

    public static ObjectResult OfUnsupportedMedia(HttpContext http, string detail) =>
        new(
            Problem(
                http,
                StatusCodes.Status415UnsupportedMediaType,
                OfStatus(StatusCodes.Status415UnsupportedMediaType).Code,
                detail,
                []
            )
        )
        {
            StatusCode = StatusCodes.Status415UnsupportedMediaType,
            ContentTypes = { MediaType },
        };

    public static (string Code, string Detail) OfStatus(int status) =>
        status switch
        {
            400 => ("request.malformed", "The request can't be read."),
            404 => ("route.not_found", "There is no such address."),
            405 => ("route.method_not_allowed", "This address doesn't know that verb."),
            406 => ("request.not_acceptable", "We speak application/json."),
            413 => ("request.too_large", "The body is larger than this site accepts."),
            415 => ("request.unsupported_media_type", "Send application/json."),
            >= 500 => ("server.fault", "Something is broken on our side. The trace id helps to find it."),
            _ => ("request.refused", "The request can't be handled."),
        };

    static V3Problem ProblemOf(Error error, HttpContext http) =>
        Problem(http, StatusOf(error.Kind), error.Code, error.Message, error.Faults) with
        {
            CurrentVersion = error.CurrentVersion,
        };

    static V3Problem Problem(HttpContext http, int status, string code, string detail, IReadOnlyList<Fault> faults) =>
        new()
        {
            Type = $"urn:chs:problem:{code}",
            Title = TitleOf(status),
            Status = status,
            Detail = detail,
            Instance = http.Request.Path,
            Code = code,
            TraceId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier,
            Errors = faults is [] ? null : faults,
        };

    // No default arm: CS8509 is an error in this solution, so a new kind doesn't compile until it is answered here.
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
        };

    public static string TitleOf(int status) =>
        status switch
        {
            400 => "The request has faults",
            401 => "Who are you?",
            403 => "Not allowed",
            404 => "Not found",
            409 => "Not possible now",
            412 => "Changed meanwhile",
            413 => "Too large",
            415 => "Wrong media type",
            428 => "Name the version",
            429 => "Too many",
            >= 500 => "A fault of the server",
            _ => "Refused",
        };

    static string Pointer(string key) =>
        key.Length == 0 || key == "$"
            ? ""
            : "/" + key.TrimStart('$').TrimStart('.').Replace('.', '/').Replace("[", "/").Replace("]", "");

    static string Message(ModelError fault) =>
        fault.Exception is JsonException json ? json.Message
        : fault.ErrorMessage is { Length: > 0 } said ? said
        : "The value can't be read.";
}

/// <summary>Why a request was refused (RFC 9457).</summary>
public sealed record V3Problem
{
    /// <summary>URI of the kind of problem; ends in the code.</summary>
    /// <example>urn:chs:problem:study.not_found</example>
    public required string Type { get; init; }

    /// <example>Not found</example>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    /// <example>404</example>
    public required int Status { get; init; }

    /// <summary>What is wrong, for people. May change: programs look at the code.</summary>
    /// <example>There is no such study, or it isn't yours to see.</example>
    public required string Detail { get; init; }

    /// <summary>The path that was asked for.</summary>
    /// <example>/api/v3/studies/0193c2f0-0000-7000-8000-000000000000</example>
    public required string Instance { get; init; }

    /// <summary>What is wrong, for programs. Never changes its meaning.</summary>
    /// <example>study.not_found</example>
    public required string Code { get; init; }

    /// <summary>Name it when you ask for help.</summary>
    /// <example>4bf92f3577b34da6a3ce929d0e0e4736</example>
    public required string TraceId { get; init; }

    /// <summary>For <c>version.stale</c>: the version that is the newest now, also in the header ETag. Read it, and decide again.</summary>
    /// <example>4</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? CurrentVersion { get; init; }

    /// <summary>For <c>request.invalid</c>: every fault at once, with JSON pointers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Fault>? Errors { get; init; }
}
