using System.Reflection;
using System.Text.Json;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>
/// Describes members with <c>DisallowNull</c>, which may be absent but not null: the generator can't tell the two apart.
/// </summary>
sealed class DisallowNullSchemaFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema.Properties is not { } members)
            return;
        var nullability = new NullabilityInfoContext();
        foreach (var property in context.Type.GetProperties())
        {
            // The compiler puts the attribute on the setter.
            var refusesNull = nullability.Create(property).WriteState is NullabilityState.NotNull;
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (refusesNull && members.TryGetValue(name, out var member))
                RemoveNull(member);
        }
    }

    static void RemoveNull(IOpenApiSchema member)
    {
        if (member is not OpenApiSchema { Type: { } type } schema)
            return;
        var rest = type & ~JsonSchemaType.Null;
        schema.Type = rest == default ? null : rest;
    }
}
