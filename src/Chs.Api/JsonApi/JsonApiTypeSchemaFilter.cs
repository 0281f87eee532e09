using System.Reflection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.JsonApi;

/// <summary>Makes the member <c>type</c> of each resource a constant, so that clients needn't know it.</summary>
sealed class JsonApiTypeSchemaFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema.Properties?.TryGetValue("type", out var member) is not true || NameOf(context.Type) is not { } name)
            return;
        if (member is OpenApiSchema type)
            type.Enum = [name];
    }

    /// <returns>Null when the schema isn't that of a resource.</returns>
    static string? NameOf(Type resource)
    {
        var named = resource.IsGenericType ? resource.GetGenericArguments()[0] : resource;
        return named.GetCustomAttribute<JsonApiTypeAttribute>(inherit: true)?.Name;
    }
}
