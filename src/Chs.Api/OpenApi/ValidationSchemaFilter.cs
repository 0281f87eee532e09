using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Describes the limits of members whose type has a validator.</summary>
sealed class ValidationSchemaFilter(IServiceScopeFactory scopes) : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        using var scope = scopes.CreateScope();
        if (scope.ServiceProvider.ValidatorOf(context.Type) is { } validator)
            MemberRules.AddTo(schema.Properties, validator);
    }
}
