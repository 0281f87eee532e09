using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Gives every request and response body an example, composed from the examples of its members.</summary>
sealed class ExamplesDocumentFilter : IDocumentFilter
{
    /// <summary>Ends the descent into schemas that refer to themselves.</summary>
    const int MaximumDepth = 24;

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var schemas = context.SchemaRepository.Schemas;
        foreach (var body in swaggerDoc.Operations().SelectMany(BodiesOf))
        {
            if (body.Example is not null || body.Schema is null)
                continue;
            var example = ExampleOf(body.Schema, schemas, 0);
            body.Example = example is JsonObject { Count: 0 } ? AnyJson() : example;
        }
    }

    static IEnumerable<OpenApiMediaType> BodiesOf(OpenApiOperation operation)
    {
        var responses = (operation.Responses ?? []).Values.Select(response => response.Content);
        return responses
            .Append(operation.RequestBody?.Content)
            .SelectMany(content => content?.Values ?? Enumerable.Empty<IOpenApiMediaType>())
            .OfType<OpenApiMediaType>();
    }

    /// <summary>The writer leaves an empty object out, so any JSON is shown by one with a member.</summary>
    static JsonObject AnyJson() => new() { ["any"] = "JSON" };

    static JsonNode? ExampleOf(IOpenApiSchema schema, Dictionary<string, IOpenApiSchema> schemas, int depth)
    {
        if (schema is OpenApiSchemaReference reference)
            return schemas.TryGetValue(reference.Reference.Id ?? "", out var target) && depth < MaximumDepth
                ? ExampleOf(target, schemas, depth + 1)
                : null;
#pragma warning disable CS0618 // The generator fills this from XML comments; documents of version 3.0 know no other.
        if ((schema.Example ?? schema.Examples?.FirstOrDefault()) is { } given)
            return given.DeepClone();
#pragma warning restore CS0618
        if (schema.Enum is [var first, ..])
            return first?.DeepClone();
        if (schema.AllOf is [var whole, ..])
            return ExampleOf(whole, schemas, depth + 1);
        return (schema.Type & ~JsonSchemaType.Null) switch
        {
            // Any JSON.
            null => new JsonObject(),
            JsonSchemaType.Object => ObjectOf(schema, schemas, depth),
            JsonSchemaType.Array => ArrayOf(schema, schemas, depth),
            JsonSchemaType.String => TextOf(schema.Format),
            JsonSchemaType.Integer or JsonSchemaType.Number => 1,
            JsonSchemaType.Boolean => true,
            _ => null,
        };
    }

    static JsonObject ObjectOf(IOpenApiSchema schema, Dictionary<string, IOpenApiSchema> schemas, int depth)
    {
        var example = new JsonObject();
        foreach (var (name, member) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            example[name] = ExampleOf(member, schemas, depth + 1);
        return example;
    }

    static JsonArray ArrayOf(IOpenApiSchema schema, Dictionary<string, IOpenApiSchema> schemas, int depth) =>
        schema.Items is { } items ? new JsonArray(ExampleOf(items, schemas, depth + 1)) : [];

    static JsonNode TextOf(string? format) =>
        format switch
        {
            "uuid" => "0193c2f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
            "date-time" => "2026-03-01T09:30:00.123456Z",
            "date" => "2023-05-17",
            _ => "",
        };
}
