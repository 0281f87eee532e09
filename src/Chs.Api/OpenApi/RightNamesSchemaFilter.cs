using System.Reflection;
using System.Text.Json;
using Chs.Application.Access;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Refers from members with names of rights to the enum of these rights, which holds single ones only.</summary>
sealed class RightNamesSchemaFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema described)
            return;
        if (context.Type.IsEnum && context.Type.GetCustomAttribute<FlagsAttribute>() is not null)
            RemoveSeveral(described, context.Type);
        foreach (var property in context.Type.GetProperties())
            if (property.GetCustomAttribute<NamesOfAttribute>() is { } names)
                Refer(
                    described,
                    property,
                    context.SchemaGenerator.GenerateSchema(names.Rights, context.SchemaRepository)
                );
    }

    /// <summary>Removes the names of no right and of several, such as <c>all</c>.</summary>
    static void RemoveSeveral(OpenApiSchema schema, Type rights) =>
        schema.Enum = [
            .. Enum.GetValuesAsUnderlyingType(rights)
                .Cast<int>()
                .Where(int.IsPow2)
                .Select(right => JsonNamingPolicy.CamelCase.ConvertName(Enum.GetName(rights, right)!)),
        ];

    static void Refer(OpenApiSchema schema, PropertyInfo property, IOpenApiSchema names)
    {
        var member = schema.Properties?[JsonNamingPolicy.CamelCase.ConvertName(property.Name)];
        if (member is not OpenApiSchema described)
            return;
        if (described.Type is { } type && type.HasFlag(JsonSchemaType.Array))
        {
            described.Items = names;
            return;
        }

        described.Type = null;
        described.AllOf = [names];
    }
}
