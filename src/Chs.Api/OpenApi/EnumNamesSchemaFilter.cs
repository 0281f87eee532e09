using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>
/// Gives enums names for programs where a value is none, such as <c>-name</c>: generators would make the same name of it
/// and of <c>name</c>.
/// </summary>
sealed class EnumNamesSchemaFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Enum: { Count: > 0 } values } named || !context.Type.IsEnum)
            return;
        if (values.All(value => IsName($"{value}")))
            return;
        string[] names = Enum.GetNames(context.Type);
        named.AddExtension(
            "x-enum-varnames",
            new JsonNodeExtension(new JsonArray([.. names.Select(name => JsonValue.Create(name))]))
        );
    }

    static bool IsName(string value) => value.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
