using System.Text.Json.Nodes;
using Chs.Application.Responses;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Describes values that may be any JSON, instead of the members of the .NET types that hold them.</summary>
sealed class AnyJsonSchemaFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        var isAnyJson = context.Type == typeof(RawJson) || typeof(JsonNode).IsAssignableFrom(context.Type);
        if (!isAnyJson || schema is not OpenApiSchema any)
            return;
        any.Type = null;
        any.Properties = null;
        any.Required = null;
        any.AdditionalProperties = null;
        any.AdditionalPropertiesAllowed = true;
        any.Description ??= "Any JSON.";
    }
}
