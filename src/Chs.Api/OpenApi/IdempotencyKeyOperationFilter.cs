using Chs.Api.V3;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Describes the header <c>Idempotency-Key</c> of operations that may be repeated with it.</summary>
sealed class IdempotencyKeyOperationFilter : V3OperationFilter
{
    const string Description =
        "Repeat a request with the same key within a day, and the first answer comes again "
        + "(with `Idempotent-Replayed: true`); nothing is done twice. "
        + "At most 200 printable ASCII characters, such as a fresh UUID.";

    protected override void ApplyToV3(OpenApiOperation operation, OperationFilterContext context)
    {
        if (AttributeOf<IdempotentAttribute>(context) is null)
            return;
        var header = TextHeader(V3Gate.IdempotencyKeyHeader, Description);
        header.Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            MaxLength = V3Gate.MaximumIdempotencyKeyLength,
        };
        operation.Parameters ??= [];
        operation.Parameters.Add(header);
    }
}
