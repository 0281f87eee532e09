namespace Chs.Api.V3;

/// <summary>Marks operations that log a browser in. Pages of other sites can't use them, whatever else they send.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LogsBrowserInAttribute : Attribute;
