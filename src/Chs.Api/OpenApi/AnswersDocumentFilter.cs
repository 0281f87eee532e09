using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>
/// Lets answers have further members, which later versions may add, and says no defaults for them: they are complete.
/// Requests may have no further members: what is misspelt is refused.
/// </summary>
sealed class AnswersDocumentFilter : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var schemas = context.SchemaRepository.Schemas;
        var sent = new HashSet<string>();
        foreach (var body in swaggerDoc.Operations().Select(operation => operation.RequestBody))
        foreach (var media in body?.Content?.Values ?? Enumerable.Empty<IOpenApiMediaType>())
            Collect(media.Schema, schemas, sent);
        foreach (var (name, schema) in schemas)
            if (schema is OpenApiSchema answer && !sent.Contains(name))
                Open(answer);
    }

    static void Open(OpenApiSchema answer)
    {
        answer.AdditionalPropertiesAllowed = true;
        foreach (var member in (answer.Properties ?? new Dictionary<string, IOpenApiSchema>()).Values)
            if (member is OpenApiSchema schema)
                schema.Default = null;
    }

    /// <summary>Collects the names of a schema and of all that it refers to.</summary>
    static void Collect(IOpenApiSchema? schema, Dictionary<string, IOpenApiSchema> schemas, HashSet<string> names)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } id })
        {
            if (names.Add(id) && schemas.TryGetValue(id, out var target))
                Collect(target, schemas, names);
            return;
        }

        if (schema is null)
            return;
        Collect(schema.Items, schemas, names);
        foreach (var part in schema.AllOf ?? [])
            Collect(part, schemas, names);
        foreach (var member in schema.Properties?.Values ?? Enumerable.Empty<IOpenApiSchema>())
            Collect(member, schemas, names);
    }
}
