using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.JsonApi;

/// <summary>How v1 and v2 get into their OpenAPI document.</summary>
static class JsonApiSwagger
{
    public static void DescribeJsonApi(this SwaggerGenOptions options)
    {
        // The published schemas are called RunnerDocument and so on: clients are generated from these names.
        var nameOf = options.SchemaGeneratorOptions.SchemaIdSelector;
        options.CustomSchemaIds(type => nameOf(type).Replace("JsonApi", "Runner"));
        options.OperationFilter<JsonApiOperations>();
    }
}
