using System.Text.Json.Nodes;
using Chs.Api.V3;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Marks the text of a refusal, which Kiota's clients then have as the message of the exception that they throw.</summary>
sealed class ErrorMessageSchemaFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (
            schema is OpenApiSchema text
            && context.MemberInfo is { Name: nameof(V3Problem.Detail) } member
            && member.DeclaringType == typeof(V3Problem)
        )
            text.AddExtension("x-ms-primary-error-message", new JsonNodeExtension(JsonValue.Create(true)));
    }
}
