using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>
/// Describes the limits of query parameters, and of bodies whose members are those of the use case that has the
/// operation's name.
/// </summary>
sealed class ValidationOperationFilter(IServiceScopeFactory scopes) : V3OperationFilter
{
    protected override void ApplyToV3(OpenApiOperation operation, OperationFilterContext context)
    {
        using var scope = scopes.CreateScope();
        foreach (var parameter in context.ApiDescription.ParameterDescriptions)
            if (parameter.Source == BindingSource.Query)
                DescribeParameter(operation, parameter, scope.ServiceProvider);
            else if (parameter.Source == BindingSource.Body)
                DescribeBody(operation, parameter, context, scope.ServiceProvider);
    }

    static void DescribeParameter(
        OpenApiOperation operation,
        ApiParameterDescription parameter,
        IServiceProvider services
    )
    {
        var described = operation.Parameters?.SingleOrDefault(p => p.Name == parameter.Name);
        if (described?.Schema is not OpenApiSchema schema)
            return;
        if (parameter.ModelMetadata is not { ContainerType: { } owner, PropertyName: { } property })
            return;
        // The page's size and cursor belong to the type from which all lists derive, the validator to the list itself.
        var list = parameter.ParameterDescriptor.ParameterType;
        var type = list.IsAssignableTo(owner) ? list : owner;
        if ((services.ValidatorOf(type) ?? services.ValidatorOf(operation.OperationId)) is { } validator)
            MemberRules.AddTo(schema, property, validator);
        if (parameter.Type == typeof(int) && type.GetConstructor(Type.EmptyTypes) is not null)
            schema.Default = InitialValues.JsonOf(type.GetProperty(property)!, Activator.CreateInstance(type)!);
    }

    static void DescribeBody(
        OpenApiOperation operation,
        ApiParameterDescription parameter,
        OperationFilterContext context,
        IServiceProvider services
    )
    {
        if (services.ValidatorOf(operation.OperationId) is not { } validator)
            return;
        if (!context.SchemaRepository.TryLookupByType(parameter.Type, out var reference))
            return;
        var schema = context.SchemaRepository.Schemas[reference.Reference.Id!];
        MemberRules.AddTo(schema.Properties, validator);
    }
}
