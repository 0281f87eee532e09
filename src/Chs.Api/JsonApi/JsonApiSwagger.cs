using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.JsonApi;

/// <summary>How v1 and v2 get into their OpenAPI document.</summary>
static class JsonApiSwagger
{
    public static void DescribeJsonApi(this SwaggerGenOptions options)
    {
        // Clients are generated from these names: ResponseDocument, ResponsePage, ResponseResource and so on.
        var nameOf = options.SchemaGeneratorOptions.SchemaIdSelector;
        options.CustomSchemaIds(type => nameOf(type).Replace("AttributesJsonApi", "").Replace("JsonApi", ""));
        options.OperationFilter<JsonApiOperations>();
        options.SchemaFilter<JsonApiTypeSchemaFilter>();
        options.DocumentFilter<JsonApiVersionsDocumentFilter>();
    }
}
