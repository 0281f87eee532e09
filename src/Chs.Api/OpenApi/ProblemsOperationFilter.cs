using System.Text.Json.Nodes;
using Chs.Api.V3;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Describes the problems that an operation answers.</summary>
sealed class ProblemsOperationFilter : V3OperationFilter
{
    protected override void ApplyToV3(OpenApiOperation operation, OperationFilterContext context)
    {
        var schema = context.SchemaGenerator.GenerateSchema(typeof(V3Problem), context.SchemaRepository);
        operation.Responses ??= [];
        foreach (var status in StatusesOf(operation, context).Order())
        {
            operation.Responses[status.ToString()] = new OpenApiResponse
            {
                Description = V3Problems.TitleOf(status),
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [V3Problems.MediaType] = new OpenApiMediaType { Schema = schema, Example = ExampleOf(status) },
                },
            };
        }
    }

    static HashSet<int> StatusesOf(OpenApiOperation operation, OperationFilterContext context)
    {
        if (AttributeOf<ProblemsAttribute>(context) is not { } problems)
            throw new InvalidOperationException($"{operation.OperationId} doesn't say which problems it answers.");
        var statuses = problems.Statuses.ToHashSet();
        // An invalid token is refused everywhere.
        statuses.Add(StatusCodes.Status401Unauthorized);
        if (operation.RequestBody is not null)
            statuses.Add(StatusCodes.Status413PayloadTooLarge);
        return statuses;
    }

    static JsonObject ExampleOf(int status)
    {
        var (code, detail) = ProblemOf(status);
        var problem = new JsonObject
        {
            ["type"] = $"urn:chs:problem:{code}",
            ["title"] = V3Problems.TitleOf(status),
            ["status"] = status,
            ["detail"] = detail,
            ["instance"] = "/api/v3/studies/0193c2f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
            ["code"] = code,
            ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
        if (status == StatusCodes.Status400BadRequest)
        {
            var fault = new JsonObject
            {
                ["pointer"] = "/name",
                ["code"] = "required",
                ["message"] = "This member is required.",
            };
            problem["errors"] = new JsonArray(fault);
        }

        return problem;
    }

    static (string Code, string Detail) ProblemOf(int status) =>
        status switch
        {
            400 => ("request.invalid", "The request has faults."),
            401 => ("access.unauthenticated", "Log in first."),
            403 => ("access.forbidden", "You may not do this."),
            404 => ("study.not_found", "There is no such study, or it isn't yours to see."),
            422 => ("account.wrong_password", "This isn't your password."),
            503 => ("runner.host_unavailable", "The code host doesn't answer at the moment. Try again later."),
            409 => ("study.wrong_state", "'activate' isn't possible while a study is 'created'."),
            412 => ("version.stale", "Somebody changed it since you read it."),
            428 => ("version.needed", "Name the version that you read in If-Match, or '*' for whatever there is."),
            429 => ("account.too_many_attempts", "Too many log-in attempts. Wait a minute."),
            _ => V3Problems.OfStatus(status),
        };
}
