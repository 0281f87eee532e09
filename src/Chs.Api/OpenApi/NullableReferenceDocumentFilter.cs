using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Gives members that refer to another schema and may be null the type of that schema; the generator leaves only null.</summary>
sealed class NullableReferenceDocumentFilter : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var schemas = context.SchemaRepository.Schemas;
        var members = schemas
            .Values.OfType<OpenApiSchema>()
            .SelectMany(schema => schema.Properties?.Values ?? Enumerable.Empty<IOpenApiSchema>());
        foreach (var member in members.OfType<OpenApiSchema>())
            if (member is { AllOf: [OpenApiSchemaReference target], Type: JsonSchemaType.Null })
                member.Type = TypeOf(target, schemas) | JsonSchemaType.Null;
    }

    static JsonSchemaType TypeOf(OpenApiSchemaReference target, Dictionary<string, IOpenApiSchema> schemas)
    {
        var schema = schemas.GetValueOrDefault(target.Reference.Id ?? "");
        return schema?.Type & ~JsonSchemaType.Null ?? JsonSchemaType.Object;
    }
}
