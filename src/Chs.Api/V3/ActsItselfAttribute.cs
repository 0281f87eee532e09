namespace Chs.Api.V3;

/// <summary>
/// Marks operations that do something beside sending their request, such as counting an attempt or deleting a cookie.
/// They aren't run for a request that couldn't be read completely.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ActsItselfAttribute : Attribute;
