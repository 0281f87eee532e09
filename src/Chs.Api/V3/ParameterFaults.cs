using System.Reflection;
using System.Text.Json;
using Chs.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Chs.Api.V3;

/// <summary>Finds the parameters of an address that couldn't be read. Bodies and headers have readers of their own.</summary>
static class ParameterFaults
{
    public static IEnumerable<Fault> Of(ActionContext context) =>
        from entry in context.ModelState
        where entry.Value is { ValidationState: ModelValidationState.Invalid }
        let type = TypeOf(context.ActionDescriptor.Parameters, entry.Key.Split('[')[0])
        where type is not null
        select ReadableValues.FaultOf(PointerOf(entry.Key), type);

    /// <summary>Makes <c>/studies/0</c> of <c>Studies[0]</c>.</summary>
    static string PointerOf(string key) =>
        $"/{JsonNamingPolicy.CamelCase.ConvertName(key)}".Replace("[", "/").Replace("]", "");

    /// <returns>Null for what isn't a parameter of the address.</returns>
    static Type? TypeOf(IEnumerable<ParameterDescriptor> parameters, string name)
    {
        const BindingFlags anyCase = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;
        foreach (var parameter in parameters)
        {
            var source = parameter.BindingInfo?.BindingSource;
            if (source != BindingSource.Query && source != BindingSource.Path)
                continue;
            if (string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase))
                return parameter.ParameterType;
            if (parameter.ParameterType.GetProperty(name, anyCase) is { } member)
                return member.PropertyType;
        }

        return null;
    }
}
