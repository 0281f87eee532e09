using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Chs.Domain;

namespace Chs.Api.V3;

/// <summary>
/// Reads members that are an <see cref="Optional{T}"/> from the JSON of their value. A member that is absent stays
/// without an Optional, and null becomes an Optional of null.
/// </summary>
static class OptionalMembers
{
    static readonly MethodInfo OfValue = typeof(OptionalMembers).GetMethod(
        nameof(MemberOfValue),
        BindingFlags.NonPublic | BindingFlags.Static
    )!;

    /// <summary>A modifier of the contracts by which types are read.</summary>
    public static void Unwrap(JsonTypeInfo type)
    {
        for (var index = 0; index < type.Properties.Count; index++)
            if (ValueTypeOf(type.Properties[index].PropertyType) is { } value)
                type.Properties[index] = (JsonPropertyInfo)
                    OfValue.MakeGenericMethod(value).Invoke(null, [type, type.Properties[index]])!;
    }

    /// <returns>Null when the type isn't an <see cref="Optional{T}"/>.</returns>
    public static Type? ValueTypeOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>)
            ? type.GenericTypeArguments[0]
            : null;

    static JsonPropertyInfo MemberOfValue<T>(JsonTypeInfo type, JsonPropertyInfo optional)
    {
        var member = type.CreateJsonPropertyInfo(typeof(T), optional.Name);
        member.AttributeProvider = optional.AttributeProvider;
        member.Get = owner => optional.Get!(owner) is Optional<T> { Value: var value } ? value : null;
        member.Set = (owner, value) => optional.Set!(owner, new Optional<T>((T)value!));
        return member;
    }
}
