using Chs.Api.V3;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Takes problems out of successful responses: the JSON formatter could write them, but no success is one.</summary>
sealed class SuccessMediaTypeOperationFilter : V3OperationFilter
{
    protected override void ApplyToV3(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var (status, response) in operation.Responses ?? [])
            if (status.StartsWith('2'))
                response.Content?.Remove(V3Problems.MediaType);
    }
}
