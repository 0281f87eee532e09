using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>
/// Says of JSON bodies that they must be sent, and refers to their schema plainly: generators take a body that is
/// optional or wrapped for something else.
/// </summary>
sealed class JsonBodyOperationFilter : V3OperationFilter
{
    protected override void ApplyToV3(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.RequestBody is not OpenApiRequestBody body)
            return;
        body.Required = true;
        foreach (
            var media in (body.Content ?? new Dictionary<string, IOpenApiMediaType>()).Values.OfType<OpenApiMediaType>()
        )
            media.Schema = PlainOf(media.Schema);
    }
}
