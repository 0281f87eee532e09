using System.Reflection;
using Chs.Api.V3;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Infrastructure.Persistence;

namespace Chs.Api.Tests.V3;

/// <summary>The codes that the program's own assemblies can answer.</summary>
static class AnsweredCodes
{
    const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    static readonly Assembly[] Assemblies =
    [
        typeof(Error).Assembly,
        typeof(IChsDb).Assembly,
        typeof(ChsDbContext).Assembly,
        typeof(V3Problems).Assembly,
    ];

    static readonly List<Error> Refusals =
    [
        .. Types.SelectMany(type => FieldsOf(type).Concat(PropertiesOf(type))),
        .. Types.Where(IsCatalogue).SelectMany(MethodsOf),
    ];

    static IEnumerable<Type> Types => Assemblies.SelectMany(assembly => assembly.GetTypes());

    /// <summary>Codes of refusals.</summary>
    public static HashSet<string> OfRefusals() =>
        [
            .. Refusals.Select(error => error.Code),
            .. Enumerable.Range(400, 200).Select(status => V3Problems.OfStatus(status).Code),
            .. LiteralArguments
                .Of(Assemblies, typeof(Error), nameof(Error.NotFound))
                .Select(kind => $"{kind}.not_found"),
        ];

    /// <summary>
    /// Codes of single faults of a request, as far as they stand in refusals or behind a rule of a validator.
    /// </summary>
    public static HashSet<string> OfFaults() =>
        [
            .. Refusals.SelectMany(error => error.Faults).Select(fault => fault.Code),
            .. LiteralArguments.Of(
                Assemblies,
                typeof(FluentValidation.DefaultValidatorOptions),
                nameof(FluentValidation.DefaultValidatorOptions.WithErrorCode)
            ),
        ];

    static IEnumerable<Error> FieldsOf(Type type)
    {
        if (type.ContainsGenericParameters)
            return ClosedFieldsOf(type);
        return type.GetFields(Static)
            .Where(field => field.FieldType == typeof(Error))
            .Select(field => (Error)field.GetValue(null)!);
    }

    /// <summary>A behavior of the pipeline has its refusals whatever it handles.</summary>
    static IEnumerable<Error> ClosedFieldsOf(Type type)
    {
        var hasRefusals = type.GetFields(Static).Any(field => field.FieldType == typeof(Error));
        if (!hasRefusals)
            return [];
        throw new InvalidOperationException($"{type} is generic: put its refusals into a class of errors.");
    }

    static IEnumerable<Error> PropertiesOf(Type type) =>
        type.ContainsGenericParameters
            ? []
            : type.GetProperties(Static)
                .Where(property => property.PropertyType == typeof(Error))
                .Select(property => (Error)property.GetValue(null)!);

    static IEnumerable<Error> MethodsOf(Type type) =>
        type.GetMethods(Static)
            .Where(method => method.ReturnType == typeof(Error) && !method.IsSpecialName)
            .Select(SampleOf);

    /// <summary>Whether a type holds refusals and makes them from any arguments.</summary>
    public static bool IsCatalogue(Type type) => type.Name.EndsWith("Errors", StringComparison.Ordinal);

    /// <summary>The refusal that a method of a catalogue makes.</summary>
    public static Error SampleOf(MethodInfo method) =>
        (Error)method.Invoke(null, [.. method.GetParameters().Select(SampleOf)])!;

    static object? SampleOf(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (type == typeof(string))
            return "sample";
        if (type == typeof(IReadOnlyList<Fault>))
            return Array.Empty<Fault>();
        return type.IsValueType ? Activator.CreateInstance(type) : null;
    }
}
