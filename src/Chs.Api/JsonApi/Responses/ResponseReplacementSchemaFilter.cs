using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.JsonApi.Responses;

/// <summary>Requires of a response's replacement what the server requires of it.</summary>
sealed class ResponseReplacementSchemaFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.Type == typeof(ResponseReplacement) && schema is OpenApiSchema replacement)
            replacement.Required = ResponseDocument.Writable.ToHashSet();
    }
}
