using System.Reflection;
using System.Text.Json;
using Chs.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Chs.Api.V3;

/// <summary>
/// Finds the parameters of an address that are unknown or couldn't be read. Bodies and headers have readers of their own.
/// </summary>
static class ParameterFaults
{
    /// <summary>Unknown parameters that are told of.</summary>
    const int MaximumUnknown = 100;

    public static IEnumerable<Fault> Of(ActionContext context) =>
        [.. UnreadOf(context), .. RepeatedOf(context), .. UnknownOf(context)];

    /// <remarks>Which of two values counts differs from program to program: a filter could be hidden behind another.</remarks>
    static IEnumerable<Fault> RepeatedOf(ActionContext context) =>
        from sent in context.HttpContext.Request.Query
        where sent.Value.Count > 1
        let type = TypeOf(context.ActionDescriptor.Parameters, sent.Key)
        where type is not null && ElementOf(type) == type
        select new Fault(JsonBodyFaults.PointerOf("", sent.Key), "repeated", "Send this parameter once.");

    static IEnumerable<Fault> UnreadOf(ActionContext context) =>
        from entry in context.ModelState
        where entry.Value is { ValidationState: ModelValidationState.Invalid }
        let type = TypeOf(context.ActionDescriptor.Parameters, entry.Key.Split('[')[0])
        where type is not null
        select ValueFaults.FaultOf(PointerOf(entry.Key), ElementOf(type));

    /// <summary>What each value of a repeated parameter is read as.</summary>
    static Type ElementOf(Type type) =>
        type.GetElementType() ?? (type.IsGenericType && !type.IsValueType ? type.GenericTypeArguments[0] : type);

    /// <remarks>A misspelt filter would be taken for none, and show everything.</remarks>
    static IEnumerable<Fault> UnknownOf(ActionContext context)
    {
        var sent = context.HttpContext.Request.Query.Keys;
        if (sent.Count == 0)
            return [];
        var known = context.ActionDescriptor.Parameters.SelectMany(NamesOf).ToHashSet(StringComparer.Ordinal);
        return sent.Where(name => !known.Contains(name))
            .Take(MaximumUnknown)
            .Select(name => new Fault(
                JsonBodyFaults.PointerOf("", name),
                "unknown_parameter",
                known.Count == 0
                    ? "This address takes no parameters."
                    : $"There are: {string.Join(", ", known.Order())}."
            ));
    }

    /// <summary>The names under which a query gives an action its parameters.</summary>
    static IEnumerable<string> NamesOf(ParameterDescriptor parameter)
    {
        if (parameter.BindingInfo?.BindingSource != BindingSource.Query)
            return [];
        var type = parameter.ParameterType;
        var isWhole = type.IsClass && type.Assembly != typeof(string).Assembly && !type.IsArray;
        string[] names = isWhole
            ? [.. type.GetProperties().Where(member => member.SetMethod is { IsPublic: true }).Select(m => m.Name)]
            : [parameter.BindingInfo.BinderModelName ?? parameter.Name];
        return names.Select(JsonNamingPolicy.CamelCase.ConvertName);
    }

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
