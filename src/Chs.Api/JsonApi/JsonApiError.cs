using System.Text.Json;
using Chs.Domain;
using Chs.Domain.Accounts;

namespace Chs.Api.JsonApi;

/// <summary>One error of a JSON:API document. No other file of v1 and v2 knows the status codes of refusals.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Code of the reference.</param>
/// <param name="Detail">What is wrong, for people.</param>
/// <param name="Pointer">JSON pointer to the fault in the document; null when the document isn't at fault.</param>
sealed record JsonApiError(int Status, string Code, string Detail, string? Pointer = "/data")
{
    public static readonly JsonApiError NotFound = new(404, "not_found", "Not found.", null);
    public static readonly JsonApiError InvalidPage = new(404, "not_found", "Invalid page.");
    public static readonly JsonApiError NotAuthenticated = new(
        401,
        "not_authenticated",
        "Authentication credentials were not provided."
    );
    public static readonly JsonApiError BadToken = new(401, "authentication_failed", "Invalid token.");
    public static readonly JsonApiError TokenNeeded = new(
        403,
        "permission_denied",
        "A browser's log-in can only read here. To write, send a token."
    );
    public static readonly JsonApiError NotAcceptable = new(
        406,
        "not_acceptable",
        "Could not satisfy the request Accept header."
    );
    public static readonly JsonApiError TooLarge = new(413, "invalid", "The body is larger than this site accepts.");

    public static readonly JsonApiError NoData = new(
        400,
        "parse_error",
        "Received document does not contain primary data"
    );

    public static readonly JsonApiError NotUtf8 = Unparsable("the body isn't UTF-8");
    public static readonly JsonApiError WrongId = new(
        400,
        "parse_error",
        "The resource identifier object must contain the id of this address."
    );

    /// <param name="sent">Null when none was sent.</param>
    public static JsonApiError WrongType(string? sent, string expected) =>
        sent is null
            ? new(400, "parse_error", "The resource object must contain a type.")
            : new(
                409,
                "invalid",
                $"The resource object's type ({sent}) is not the type that this address holds ({expected})."
            );

    public static JsonApiError NotAnIdentifier(string relationship) =>
        new(
            400,
            "incorrect_type",
            "Incorrect type. Expected a resource identifier with a UUID.",
            $"/data/relationships/{relationship}"
        );

    public static JsonApiError RelationshipRequired(string name) =>
        new(400, "required", "This field is required.", $"/data/relationships/{name}");

    public static JsonApiError Unsigned(string why) => new(401, "authentication_failed", why);

    public static JsonApiError Method(string method) =>
        new(405, "method_not_allowed", $"Method \"{method}\" not allowed.");

    public static JsonApiError MediaType(string? sent) =>
        new(415, "unsupported_media_type", $"Unsupported media type \"{sent}\" in request.");

    public static JsonApiError Unparsable(string why) => new(400, "parse_error", $"JSON parse error: {why}");

    public static JsonApiError NotAUuid(string name) =>
        new(400, "invalid", "Enter a valid UUID.", $"/data/relationships/{name}");

    public static JsonApiError Attribute(string name, string code, string detail) =>
        new(400, code, detail, $"/data/attributes/{name}");

    static IReadOnlyList<JsonApiError> Of(Error error) =>
        error.Faults is [_, ..]
            ? [.. error.Faults.Select(fault => Attribute(fault.Pointer.TrimStart('/'), "invalid", fault.Message))]
            : [Single(error)];

    // No default arm: a new kind doesn't compile until it is answered here.
    static JsonApiError Single(Error error) =>
        error.Kind switch
        {
            ErrorKind.Invalid => new(400, "invalid", error.Message),
            ErrorKind.Unauthenticated => NotAuthenticated,
            ErrorKind.Forbidden when error.Code == AccountErrors.SecondFactorNeeded.Code => new(
                403,
                "permission_denied",
                error.Message
            ),
            ErrorKind.Forbidden => new(403, "permission_denied", "You do not have permission to perform this action."),
            ErrorKind.NotFound when error.Code == "page.not_found" => InvalidPage,
            ErrorKind.NotFound => NotFound,
            ErrorKind.Conflict => new(409, "invalid", error.Message),
            ErrorKind.VersionNeeded => new(428, "invalid", error.Message),
            ErrorKind.Stale => new(409, "invalid", error.Message),
            ErrorKind.TooMany => new(429, "throttled", error.Message),
            ErrorKind.Unconfirmed => new(422, "invalid", error.Message),
            ErrorKind.Unavailable => new(503, "error", error.Message),
        };

    public static Task WriteAsync(HttpContext http, Error refusal)
    {
        http.SetRetryAfter(refusal);
        return WriteAsync(http, Of(refusal));
    }

    public static async Task WriteAsync(HttpContext http, params IReadOnlyList<JsonApiError> errors)
    {
        http.Response.StatusCode = errors[0].Status;
        http.Response.ContentType = JsonApiWriter.MediaType;
        if (errors[0].Status == 401)
            http.Response.Headers.WWWAuthenticate = "Token";
        if (HttpMethods.IsHead(http.Request.Method))
            return;
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, JsonApiWriter.Options);
        json.WriteStartObject();
        json.WriteStartArray("errors");
        foreach (var error in errors)
        {
            json.WriteStartObject();
            json.WriteString("detail", error.Detail);
            json.WriteString("status", error.Status.ToString());
            if (error.Pointer is not null)
            {
                json.WriteStartObject("source");
                json.WriteString("pointer", error.Pointer);
                json.WriteEndObject();
            }

            json.WriteString("code", error.Code);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(http.RequestAborted);
    }
}
