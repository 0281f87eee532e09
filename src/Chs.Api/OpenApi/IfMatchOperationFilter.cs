using Chs.Api.V3;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Describes the header <c>If-Match</c>, which the generator shows as an object.</summary>
sealed class IfMatchOperationFilter : V3OperationFilter
{
    protected override void ApplyToV3(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            if (parameter.Name != "If-Match")
                continue;
            parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
            parameter.Required = AttributeOf<VersionNeededAttribute>(context) is not null;
            parameter.Description ??=
                "The ETag that you read. Without it the change is made whatever changed meanwhile.";
            // Pages to try the API send the example, so it must match any version.
            parameter.Example = "*";
        }
    }
}
