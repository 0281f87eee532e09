using Chs.Application.Pipeline;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Describes how a reader who has the newest version already is told so.</summary>
sealed class ConditionalReadOperationFilter : V3OperationFilter
{
    protected override void ApplyToV3(OpenApiOperation operation, OperationFilterContext context)
    {
        var isVersioned = context.ApiDescription.SupportedResponseTypes.Any(answer =>
            answer.Type?.IsAssignableTo(typeof(IVersioned)) is true
        );
        if (!HttpMethods.IsGet(context.ApiDescription.HttpMethod!) || !isVersioned)
            return;
        operation.Parameters ??= [];
        operation.Parameters.Add(
            TextHeader("If-None-Match", "The ETag that you have. If it is still right, the answer is 304.")
        );
        operation.Responses ??= [];
        operation.Responses["304"] = new OpenApiResponse { Description = "You have the newest version." };
    }
}
