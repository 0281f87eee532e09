using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Gives every request and answer an example, put together from the examples of its members.</summary>
sealed class Examples : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var schemas = context.SchemaRepository.Schemas;
        foreach (
            var operation in swaggerDoc.Paths.Values.SelectMany(path =>
                path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()
            )
        )
        {
            var media = (
                operation.Responses?.Values.SelectMany(response =>
                    response.Content?.Values ?? Enumerable.Empty<IOpenApiMediaType>()
                )
                ?? []
            ).Concat(operation.RequestBody?.Content?.Values ?? Enumerable.Empty<IOpenApiMediaType>());
            foreach (var body in media.OfType<OpenApiMediaType>().Where(m => m.Example is null && m.Schema is not null))
                body.Example = Of(body.Schema!, schemas, 0) is var example and not JsonObject { Count: 0 }
                    ? example
                    : new JsonObject { ["any"] = "JSON" }; // an empty one isn't written
        }
    }

    static JsonNode? Of(IOpenApiSchema schema, Dictionary<string, IOpenApiSchema> schemas, int depth)
    {
        if (schema is OpenApiSchemaReference reference)
            return schemas.TryGetValue(reference.Reference.Id ?? "", out var target) && depth < 24
                ? Of(target, schemas, depth + 1)
                : null;
#pragma warning disable CS0618 // The generator fills this from XML comments; documents of version 3.0 know no other.
        if (schema.Example is { } given)
            return given.DeepClone();
#pragma warning restore CS0618
        if (schema.Enum is [var first, ..])
            return first?.DeepClone();
        if (schema.AllOf is [var whole, ..])
            return Of(whole, schemas, depth + 1);
        return (schema.Type & ~JsonSchemaType.Null) switch
        {
            null => new JsonObject(), // any JSON

            JsonSchemaType.Object => new JsonObject(
                (schema.Properties ?? new Dictionary<string, IOpenApiSchema>()).Select(p =>
                    KeyValuePair.Create(p.Key, Of(p.Value, schemas, depth + 1))
                )
            ),
            JsonSchemaType.Array => schema.Items is null
                ? new JsonArray()
                : new JsonArray(Of(schema.Items, schemas, depth + 1)),
            JsonSchemaType.String => schema.Format switch
            {
                "uuid" => "0193c2f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                "date-time" => "2026-03-01T09:30:00.123456Z",
                "date" => "2023-05-17",
                _ => "",
            },
            JsonSchemaType.Integer or JsonSchemaType.Number => 1,
            JsonSchemaType.Boolean => true,
            _ => null,
        };
    }
}
