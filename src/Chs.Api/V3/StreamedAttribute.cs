namespace Chs.Api.V3;

/// <summary>Marks operations whose answer is written while it is found out, and may be without end.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StreamedAttribute : Attribute;
