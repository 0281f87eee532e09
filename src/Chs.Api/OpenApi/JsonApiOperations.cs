using System.Text.Json.Nodes;
using Chs.Api.JsonApi;
using Chs.Api.V3;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Says what the runner contract's addresses hold, and who may ask.</summary>
sealed class JsonApiOperations : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.GroupName != "runner")
            return;
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        operation.Parameters = [];
        foreach (
            var name in ((string[])["owner", "id"]).Where(name =>
                context.ApiDescription.RelativePath!.Contains($"{{{name}}}", StringComparison.Ordinal)
            )
        )
        {
            operation.Parameters.Add(
                new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Path,
                    Required = true,
                    Description = name == "id" ? "The resource's UUID." : "UUID of what the resource belongs to.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
                    Example = "0193c2f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                }
            );
        }

        foreach (var name in metadata.OfType<RunnerQuery>().SelectMany(query => query.Names))
            operation.Parameters.Add(QueryParameter(name));
        if (metadata.OfType<RunnerBody>().SingleOrDefault() is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [JsonApiWriter.MediaType] = new OpenApiMediaType
                    {
                        Schema = context.SchemaGenerator.GenerateSchema(body.Type, context.SchemaRepository),
                    },
                },
            };
        }

        foreach (var header in metadata.OfType<RunnerHeader>())
        {
            operation.Parameters.Add(
                new OpenApiParameter
                {
                    Name = header.Name,
                    In = ParameterLocation.Header,
                    Required = true,
                    Description = header.Description,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                }
            );
        }

        operation.Security = metadata.OfType<RunnerForAnybody>().Any()
            ? []
            :
            [
                .. ((string[])["runnerToken", "session"]).Select(scheme => new OpenApiSecurityRequirement
                {
                    [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [],
                }),
            ];
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (response is not OpenApiResponse described)
                continue;
            if (int.TryParse(status, out var code) && code >= 400)
            {
                described.Description = V3Problems.TitleOf(code);
                foreach (var media in described.Content!.Values.OfType<OpenApiMediaType>())
                    media.Example = ErrorOf(code);
            }
            else
            {
                described.Description = "The resource, or the resources.";
            }
        }
    }

    static OpenApiParameter QueryParameter(string name) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Query,
            Description = name switch
            {
                "page" => "From 1; a page behind the last one is 404.",
                "page_size" => "10 unless said, at most 100.",
                "ordering" =>
                    "Name of an attribute, with `-` before it the other way round; children: `birthday` or `-birthday` only.",
                _ => "A UUID.",
            },
            Schema = name is "page" or "page_size"
                ? new OpenApiSchema { Type = JsonSchemaType.Integer }
                : new OpenApiSchema { Type = JsonSchemaType.String },
        };

    static JsonObject ErrorOf(int status)
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
