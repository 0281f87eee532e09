using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>
/// Requires every member of a type whose constructor takes parameters: such a type is only answered, never read,
/// and an answer has all of its members.
/// </summary>
sealed class RequiredMembersSchemaFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (
            schema is OpenApiSchema { Properties: { Count: > 0 } members } answer
            && context.Type.GetConstructor(Type.EmptyTypes) is null
        )
            answer.Required = members.Keys.ToHashSet();
    }
}
