using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Removes components to which nothing in the document refers.</summary>
sealed class UnusedComponentsDocumentFilter : IDocumentFilter
{
    /// <summary>Schemas of parameters that other filters describe anew.</summary>
    static readonly string[] UnusedSchemas = ["IfMatch", "JsonNodeOptions", "ExpectedVersions"];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        foreach (var schema in UnusedSchemas)
            context.SchemaRepository.Schemas.Remove(schema);

        if (swaggerDoc.Components?.SecuritySchemes is not { } schemes)
            return;
        var used = swaggerDoc
            .Operations()
            .SelectMany(operation => operation.Security ?? [])
            .SelectMany(requirement => requirement.Keys)
            .Select(scheme => scheme.Reference.Id)
            .ToHashSet();
        foreach (var scheme in schemes.Keys.Where(key => !used.Contains(key)).ToList())
            schemes.Remove(scheme);
    }
}
