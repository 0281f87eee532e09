using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Says what a member has that a request leaves out: the value with which the type initializes it.</summary>
sealed class DefaultsSchemaFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema.Properties is not { Count: > 0 } members || context.Type.GetConstructor(Type.EmptyTypes) is null)
            return;
        var initial = Activator.CreateInstance(context.Type);
        foreach (var property in context.Type.GetProperties().Where(IsOptional))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (members.TryGetValue(name, out var member) && member is OpenApiSchema described)
                described.Default ??= InitialValues.JsonOf(property, initial!);
        }
    }

    static bool IsOptional(PropertyInfo property) =>
        property.CanWrite && property.GetCustomAttribute<RequiredMemberAttribute>() is null;
}
