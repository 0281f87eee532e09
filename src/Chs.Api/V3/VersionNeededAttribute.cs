namespace Chs.Api.V3;

/// <summary>
/// Marks changes of what several people edit. They need <c>If-Match</c> with the version that was read,
/// so that nobody overwrites what they haven't seen.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VersionNeededAttribute : Attribute;
