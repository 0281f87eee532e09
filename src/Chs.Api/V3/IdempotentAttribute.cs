namespace Chs.Api.V3;

/// <summary>
/// Marks operations that may be repeated safely with the header <c>Idempotency-Key</c>: for a day the first answer comes again.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IdempotentAttribute : Attribute;
