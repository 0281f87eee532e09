using System.Globalization;
using System.Text.Json;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.OpenApi;

namespace Chs.Api.OpenApi;

/// <summary>Tells schemas the rules that a validator enforces, so that the two can't differ.</summary>
static class MemberRules
{
    /// <summary>Adds the rules that a validator has for members of an object to the schemas of these members.</summary>
    /// <param name="members">Schemas by the names of members in JSON.</param>
    public static void AddTo(IDictionary<string, IOpenApiSchema>? members, IValidator validator)
    {
        foreach (var rule in RulesOf(validator))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(rule.PropertyName);
            if (members?.TryGetValue(name, out var member) is true && member is OpenApiSchema schema)
                Add(schema, rule);
        }
    }

    /// <summary>Adds the rules that a validator has for one member to its schema.</summary>
    /// <param name="property">The member's name in .NET.</param>
    public static void AddTo(OpenApiSchema schema, string property, IValidator validator)
    {
        foreach (var rule in RulesOf(validator).Where(rule => rule.PropertyName == property))
            Add(schema, rule);
    }

    /// <returns>Rules of single members that hold in any case.</returns>
    static IEnumerable<IValidationRule> RulesOf(IValidator validator) =>
        validator.CreateDescriptor().Rules.Where(rule => rule is { PropertyName: not null, HasCondition: false });

    static void Add(OpenApiSchema schema, IValidationRule rule)
    {
        foreach (var component in rule.Components.Where(component => !component.HasCondition))
            Add(schema, component.Validator);
    }

    static void Add(OpenApiSchema schema, IPropertyValidator validator)
    {
        var isText = schema.Type is { } type && type.HasFlag(JsonSchemaType.String);
        var isList = schema.Type is { } kind && kind.HasFlag(JsonSchemaType.Array);
        switch (validator)
        {
            case ILengthValidator { Max: > 0 } length when isText:
                schema.MaxLength = length.Max;
                schema.MinLength = length.Min > 0 ? length.Min : schema.MinLength;
                break;
            case IEmailValidator when isText:
                schema.Format = "email";
                break;
            case ILengthValidator { Max: > 0 } length when isList:
                schema.MaxItems = length.Max;
                break;
            case INotEmptyValidator when isList:
                schema.MinItems = 1;
                break;
            case INotEmptyValidator when isText && schema.Format is null:
                schema.MinLength = 1;
                break;
            case IBetweenValidator between:
                schema.Minimum = Convert.ToString(between.From, CultureInfo.InvariantCulture);
                schema.Maximum = Convert.ToString(between.To, CultureInfo.InvariantCulture);
                break;
        }
    }
}
