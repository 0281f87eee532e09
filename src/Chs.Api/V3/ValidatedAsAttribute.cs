namespace Chs.Api.V3;

/// <summary>
/// Names the type whose validator checks the members of a request's body, where it is neither the body's own type nor
/// the use case with the operation's name.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ValidatedAsAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}
