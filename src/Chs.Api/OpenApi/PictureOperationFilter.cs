using Chs.Api.V3;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Describes the body of operations that take a picture's file, which no parameter of the action shows.</summary>
sealed class PictureOperationFilter : V3OperationFilter
{
    const string Description =
        "The picture's file, less than 1 MB. It is decoded and encoded again, "
        + "without the places and comments that it may hold.";

    protected override void ApplyToV3(OpenApiOperation operation, OperationFilterContext context)
    {
        if (AttributeOf<PictureAttribute>(context) is null)
            return;
        var content = new Dictionary<string, IOpenApiMediaType>();
        foreach (var mediaType in PictureAttribute.MediaTypes)
            content[mediaType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
            };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = Description,
            Content = content,
        };
    }
}
