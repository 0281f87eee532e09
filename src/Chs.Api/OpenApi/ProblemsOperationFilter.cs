using System.Text.Json.Nodes;
using Chs.Api.V3;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Describes the problems that an operation answers: their codes by status, and an example of each status.</summary>
sealed class ProblemsOperationFilter : V3OperationFilter
{
    /// <summary>Lists the codes of a response.</summary>
    public const string Codes = "x-codes";

    protected override void ApplyToV3(OpenApiOperation operation, OperationFilterContext context)
    {
        var schema = context.SchemaGenerator.GenerateSchema(typeof(V3Problem), context.SchemaRepository);
        var codes = OperationCodes.Of(operation.OperationId!, context.ApiDescription);
        ThrowUnlessDeclared(operation, codes.Keys, context);
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
                        Example = ExampleOf(status, ofStatus[0], context),
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
    static void ThrowUnlessDeclared(OpenApiOperation operation, ICollection<int> known, OperationFilterContext context)
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

    static JsonObject ExampleOf(int status, string code, OperationFilterContext context)
    {
        var problem = new JsonObject
        {
            ["type"] = ProblemCode.AddressOf(code),
            ["title"] = V3Problems.TitleOf(status),
            ["status"] = status,
            ["detail"] = DetailOf(status, code),
            ["instance"] = AddressOf(context),
            ["code"] = code,
            ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
        if (FaultOf(status) is { } fault)
            problem["errors"] = new JsonArray(fault);
        return problem;
    }

    /// <summary>The operation's address with an id where it takes one.</summary>
    static string AddressOf(OperationFilterContext context)
    {
        const string id = "0193c2f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b";
        var parts = context.ApiDescription.RelativePath!.Split('/');
        return $"/{string.Join('/', parts.Select(part => part.StartsWith('{') ? ExampleOf(part, id) : part))}";
    }

    static string ExampleOf(string parameter, string id) =>
        parameter switch
        {
            "{number}" => "2",
            "{slug}" => "privacy",
            "{which}" => "banner",
            _ => id,
        };

    static JsonObject? FaultOf(int status) =>
        status switch
        {
            400 => FaultOf("/name", "required", "This member is required."),
            422 => FaultOf("/password", "wrong", "This isn't your password."),
            _ => null,
        };

    static JsonObject FaultOf(string pointer, string code, string message) =>
        new()
        {
            ["pointer"] = pointer,
            ["code"] = code,
            ["message"] = message,
        };

    static string DetailOf(int status, string code) =>
        code switch
        {
            "request.invalid" => "The request has faults.",
            "access.unauthenticated" => "Log in first.",
            "access.forbidden" => "You may not do this.",
            "version.stale" => "Somebody changed it since you read it.",
            "route.not_found" => V3Problems.OfStatus(status).Detail,
            _ when code.EndsWith(".not_found", StringComparison.Ordinal) => NotFound(code),
            _ => Sentence(ProblemCodes.Find(code)!.Advice),
        };

    static string NotFound(string code) => Domain.Error.NotFound(code[..^".not_found".Length]).Message;

    static string Sentence(string advice) => $"{char.ToUpperInvariant(advice[0])}{advice[1..].Replace("`", "")}.";
}
