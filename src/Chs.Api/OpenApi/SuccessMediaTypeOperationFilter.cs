using Chs.Api.V3;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>
/// Takes problems out of successful responses: the JSON formatter could write them, but no success is one. Files are
/// described as bytes, so that clients stream them.
/// </summary>
sealed class SuccessMediaTypeOperationFilter : V3OperationFilter
{
    protected override void ApplyToV3(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (!status.StartsWith('2') || response.Content is not { } content)
                continue;
            content.Remove(V3Problems.MediaType);
            if (content.TryGetValue("text/csv", out var file) && file is OpenApiMediaType csv)
                csv.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        }
    }
}
