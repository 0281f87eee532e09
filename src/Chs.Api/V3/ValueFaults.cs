using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Chs.Domain;

namespace Chs.Api.V3;

/// <summary>Says of a value that can't be read what it must look like.</summary>
static class ValueFaults
{
    /// <param name="pointer">Where the value stands.</param>
    /// <param name="type">What it is read as.</param>
    public static Fault FaultOf(string pointer, Type type)
    {
        var read = Nullable.GetUnderlyingType(type) ?? type;
        var (code, message) = read.IsEnum ? ("unknown_value", $"Must be one of: {NamesOf(read)}.") : FormOf(read);
        return new Fault(pointer, code, message);
    }

    static string NamesOf(Type type) =>
        string.Join(
            ", ",
            type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field =>
                    field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
                    ?? JsonNamingPolicy.CamelCase.ConvertName(field.Name)
                )
        );

    static (string Code, string Message) FormOf(Type type)
    {
        if (type == typeof(string))
            return ("malformed", "Must be text.");
        if (type == typeof(bool))
            return ("malformed", "Must be true or false.");
        if (type == typeof(int) || type == typeof(long))
            return ("malformed", "Must be a whole number.");
        if (type == typeof(Guid))
            return ("not_an_id", "Must be an id, such as 0193c2f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b.");
        if (type == typeof(DateOnly))
            return ("not_a_date", "Must be a day, such as 2026-03-01.");
        if (type == typeof(DateTimeOffset))
            return ("not_a_date", "Must be a time, such as 2026-03-01T09:30:00Z.");
        return (
            "malformed",
            type.IsAssignableTo(typeof(System.Collections.IEnumerable)) ? "Must be a list." : "Must be an object."
        );
    }
}
