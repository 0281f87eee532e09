namespace Chs.Application.Access;

/// <summary>
/// Says of a text, or of each text of a list, that it is the name of one right, such as <c>writeDetails</c>: an enum in
/// published contracts.
/// </summary>
/// <param name="rights">An enum with <see cref="FlagsAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NamesOfAttribute(Type rights) : Attribute
{
    public Type Rights { get; } = rights;
}
