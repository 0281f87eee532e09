using Chs.Api.V3;
using Chs.Application.Pipeline;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Describes the headers of answers.</summary>
sealed class ResponseHeadersOperationFilter : V3OperationFilter
{
    protected override void ApplyToV3(OpenApiOperation operation, OperationFilterContext context)
    {
        if (IsConditional(operation, context))
            operation.Responses!["304"] = new OpenApiResponse
            {
                Description = "Not changed: what you have by the ETag in your `If-None-Match` is still right.",
            };
        foreach (var (status, answer) in operation.Responses ?? [])
            if (answer is OpenApiResponse response)
                foreach (var (name, header) in HeadersOf(int.Parse(status), response, context))
                {
                    response.Headers ??= new Dictionary<string, IOpenApiHeader>();
                    response.Headers[name] = header;
                }
    }

    static IEnumerable<(string Name, OpenApiHeader Header)> HeadersOf(
        int status,
        OpenApiResponse answer,
        OperationFilterContext context
    )
    {
        if (status < 300 && IsVersioned(status, context))
            yield return (
                "ETag",
                Text(
                    "Send it as `If-Match` when you change what you read; `version` in quotes is understood there too."
                )
            );
        else if (status == StatusCodes.Status200OK && IsRead(context) && IsJson(answer))
            yield return ("ETag", Text("Send it as `If-None-Match` when you read again."));
        if (status < 300 && answer.Content?.ContainsKey("text/csv") is true)
            yield return ("Content-Disposition", Text("The file's name."));
        if (status == StatusCodes.Status304NotModified)
            yield return ("ETag", Text("The one that you sent."));
        if (status == StatusCodes.Status201Created)
            yield return ("Location", Text("Where it is; absent when it has no address of its own."));
        if (status < 300 && AttributeOf<IdempotentAttribute>(context) is not null)
            yield return (
                "Idempotent-Replayed",
                Text("`true`: this is the answer to an earlier request with the same key.")
            );
        if (status == StatusCodes.Status401Unauthorized)
            yield return ("WWW-Authenticate", Text("`Bearer`."));
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            yield return ("Retry-After", Text("Seconds after which it may be tried again."));
        if (status == StatusCodes.Status412PreconditionFailed)
            yield return ("ETag", Text("The version that there is now; absent when there is none."));
    }

    /// <summary>Whether the operation answers 304 to those who have its answer already.</summary>
    static bool IsConditional(OpenApiOperation operation, OperationFilterContext context) =>
        IsRead(context) && operation.Responses?.GetValueOrDefault("200") is OpenApiResponse answer && IsJson(answer);

    static bool IsRead(OperationFilterContext context) =>
        context.ApiDescription.HttpMethod == HttpMethods.Get && AttributeOf<StreamedAttribute>(context) is null;

    static bool IsJson(OpenApiResponse answer) => answer.Content?.ContainsKey("application/json") is true;

    /// <summary>Whether the answer with this status says which version it is.</summary>
    static bool IsVersioned(int status, OperationFilterContext context) =>
        context.ApiDescription.SupportedResponseTypes.Any(answer =>
            answer.StatusCode == status && answer.Type?.IsAssignableTo(typeof(IVersioned)) is true
        );

    static OpenApiHeader Text(string description) =>
        new()
        {
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };
}
