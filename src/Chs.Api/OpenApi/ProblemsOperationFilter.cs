using System.Text.Json.Nodes;
using Chs.Api.V3;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Describes the problems that an operation answers: their codes by status, with an example.</summary>
sealed class ProblemsOperationFilter : V3OperationFilter
{
    /// <summary>Lists the codes of a response.</summary>
    public const string Codes = "x-codes";

    protected override void ApplyToV3(OpenApiOperation operation, OperationFilterContext context)
    {
        var schema = context.SchemaGenerator.GenerateSchema(typeof(V3Problem), context.SchemaRepository);
        var codes = OperationCodes.Of(operation.OperationId!, context.ApiDescription);
        ThrowIfNeverAnswered(operation, codes.Keys, context);
        operation.Responses ??= [];
        foreach (var (status, ofStatus) in codes)
        {
            operation.Responses[status.ToString()] = new OpenApiResponse
            {
                Description = DescriptionOf(operation, status, ofStatus),
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [V3Problems.MediaType] = new OpenApiMediaType
                    {
                        Schema = schema,
                        Example = ProblemExamples.Of(status, ofStatus, operation, context),
                    },
                },
                Extensions = new Dictionary<string, IOpenApiExtension>
                {
                    [Codes] = new JsonNodeExtension(new JsonArray([.. ofStatus.Select(code => (JsonNode)code)])),
                },
            };
        }
    }

    /// <summary>An operation that declares a status without a code for it would promise what never happens.</summary>
    static void ThrowIfNeverAnswered(OpenApiOperation operation, ICollection<int> known, OperationFilterContext context)
    {
        if (AttributeOf<ProblemsAttribute>(context) is not { } problems)
            throw new InvalidOperationException($"{operation.OperationId} doesn't say which problems it answers.");
        if (problems.Statuses.Except(known).ToList() is { Count: > 0 } more)
            throw new InvalidOperationException($"{operation.OperationId} never answers {string.Join(", ", more)}.");
    }

    static string DescriptionOf(OpenApiOperation operation, int status, List<string> codes)
    {
        var listed = string.Join(", ", codes.Select(code => $"`{code}`"));
        var text = $"{V3Problems.TitleOf(status)}: {listed}.";
        var hasPrecondition = operation.Parameters?.Any(parameter => parameter.Name == "If-Match") is true;
        return status == StatusCodes.Status412PreconditionFailed && !hasPrecondition
            ? $"{text} Somebody changed the same thing at this moment, and nothing was done: send the request again."
            : text;
    }
}
