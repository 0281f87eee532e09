using Chs.Api.JsonApi.Responses;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.JsonApi;

/// <summary>How v1 and v2 get into their OpenAPI document.</summary>
static class JsonApiSwagger
{
    public static void DescribeJsonApi(this SwaggerGenOptions options)
    {
        options.OperationFilter<JsonApiOperations>();
        options.SchemaFilter<JsonApiTypeSchemaFilter>();
        options.SchemaFilter<ResponseReplacementSchemaFilter>();
        options.DocumentFilter<JsonApiVersionsDocumentFilter>();
    }
}
