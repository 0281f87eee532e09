using Chs.Api.V3;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Describes the headers of operations whose callers sign instead of logging in.</summary>
sealed class SignedCallbackOperationFilter : V3OperationFilter
{
    protected override void ApplyToV3(OpenApiOperation operation, OperationFilterContext context)
    {
        if (AttributeOf<SignedCallbackAttribute>(context) is null)
            return;
        operation.Parameters ??= [];
        AddRequired(SignedCallbackAttribute.TimestampHeader, "Seconds since 1970.");
        AddRequired(SignedCallbackAttribute.SignatureHeader, "HMAC-SHA256 in lower-case hex.");

        void AddRequired(string name, string description)
        {
            var header = TextHeader(name, description);
            header.Required = true;
            operation.Parameters.Add(header);
        }
    }
}
