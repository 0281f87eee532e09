using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.JsonApi;

/// <summary>Adds to each operation of v1 and v2 its parameters, body, security and examples of refusals.</summary>
sealed class JsonApiOperations : IOperationFilter
{
    const string ExampleId = "0193c2f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<JsonApiDescription>().SingleOrDefault() is not { } description)
            return;
        operation.OperationId = description.Name;
        operation.Parameters = [.. ParametersOf(description, context.ApiDescription.RelativePath!)];
        if (description.Body is { } body)
            operation.RequestBody = BodyOf(body, context);
        operation.Security = description.NeedsLogIn ? SecurityOf(context) : [];
        foreach (var (status, response) in operation.Responses ?? [])
            if (response is OpenApiResponse answer)
                Describe(answer, int.Parse(status));
    }

    static IEnumerable<IOpenApiParameter> ParametersOf(JsonApiDescription description, string path)
    {
        foreach (var name in (string[])["owner", "id"])
            if (path.Contains($"{{{name}}}", StringComparison.Ordinal))
                yield return PathParameter(name);
        foreach (var name in description.Query)
            yield return QueryParameter(name);
        if (description.SignatureHeader is { } header)
            yield return SignatureParameter(header);
    }

    static OpenApiParameter PathParameter(string name) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Path,
            Required = true,
            Description = name == "id" ? "The resource's UUID." : "UUID of what the resource belongs to.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
            Example = ExampleId,
        };

    static OpenApiParameter QueryParameter(string name) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Query,
            Description = name switch
            {
                "page" => "From 1; a page behind the last one is 404.",
                "page_size" => "10 unless said, at most 100.",
                "ordering" => "Name of an attribute, with `-` before it the other way round; "
                    + "children: `birthday` or `-birthday` only.",
                _ => "A UUID.",
            },
            Schema = new OpenApiSchema
            {
                Type = name is "page" or "page_size" ? JsonSchemaType.Integer : JsonSchemaType.String,
            },
        };

    static OpenApiParameter SignatureParameter(string name) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Header,
            Required = true,
            Description = "The signature in lower-case hex.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };

    static OpenApiRequestBody BodyOf(Type type, OperationFilterContext context)
    {
        var schema = context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository);
        return new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                [JsonApiWriter.MediaType] = new OpenApiMediaType { Schema = schema },
            },
        };
    }

    /// <summary>A token does everything, a browser's log-in reads, and the key of a play does what its play needs.</summary>
    static List<OpenApiSecurityRequirement> SecurityOf(OperationFilterContext context)
    {
        List<string> schemes = ["runnerToken"];
        if (HttpMethods.IsGet(context.ApiDescription.HttpMethod!))
            schemes.Add("session");
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<ServedAt>().Any(served => served.Play))
            schemes.Add("play");
        return
        [
            .. schemes.Select(scheme => new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [],
            }),
        ];
    }

    static void Describe(OpenApiResponse answer, int status)
    {
        if (status < 400)
        {
            answer.Description = "The resource, or the resources.";
            return;
        }

        answer.Description = TitleOf(status);
        foreach (var media in answer.Content!.Values.OfType<OpenApiMediaType>())
            media.Example = RefusalExample(status);
    }

    static string TitleOf(int status) =>
        status switch
        {
            400 => "Invalid request",
            401 => "Not authenticated",
            403 => "Not allowed",
            404 => "Not found",
            409 => "Not possible now",
            413 => "Request too large",
            415 => "Unsupported media type",
            _ => "Request refused",
        };

    static JsonObject RefusalExample(int status)
    {
        var (code, detail) = status switch
        {
            400 => ("parse_error", "JSON parse error: the body isn't UTF-8"),
            401 => ("not_authenticated", "Authentication credentials were not provided."),
            403 => ("permission_denied", "CSRF Failed: the token is missing."),
            404 => ("not_found", "Not found."),
            406 => ("not_acceptable", "Could not satisfy the request Accept header."),
            409 => ("invalid", "This response belongs to another study or child."),
            413 => ("invalid", "The body is larger than this site accepts."),
            _ => ("unsupported_media_type", "Unsupported media type \"text/plain\" in request."),
        };
        var error = new JsonObject
        {
            ["detail"] = detail,
            ["status"] = status.ToString(),
            ["code"] = code,
        };
        if (status != 404)
            error["source"] = new JsonObject { ["pointer"] = "/data" };
        return new JsonObject { ["errors"] = new JsonArray(error) };
    }
}
