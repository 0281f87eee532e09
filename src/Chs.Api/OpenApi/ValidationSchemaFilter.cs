using System.Reflection;
using Chs.Api.V3;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Describes the limits of members whose type has a validator.</summary>
sealed class ValidationSchemaFilter(IServiceScopeFactory scopes) : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        using var scope = scopes.CreateScope();
        var validated = context.Type.GetCustomAttribute<ValidatedAsAttribute>()?.Type ?? context.Type;
        if (scope.ServiceProvider.ValidatorOf(validated) is { } validator)
            MemberRules.AddTo(schema.Properties, validator);
    }
}
