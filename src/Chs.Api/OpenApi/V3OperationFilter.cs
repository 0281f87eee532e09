using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>An operation filter for v3 only. v1 and v2 have a filter of their own.</summary>
abstract class V3OperationFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.GroupName == "v3")
            ApplyToV3(operation, context);
    }

    protected abstract void ApplyToV3(OpenApiOperation operation, OperationFilterContext context);

    /// <summary>Returns the attribute of the action; null when it has none.</summary>
    protected static T? AttributeOf<T>(OperationFilterContext context)
        where T : Attribute => context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<T>().SingleOrDefault();

    /// <summary>Takes the wrapper off a reference whose description stands elsewhere.</summary>
    protected static IOpenApiSchema? PlainOf(IOpenApiSchema? schema) =>
        schema is OpenApiSchema { AllOf: [OpenApiSchemaReference plain] } ? plain : schema;

    protected static OpenApiParameter TextHeader(string name, string description) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };
}
