namespace Chs.Api.V3;

/// <summary>Marks operations that answer everybody alike, so that caches may keep the answer for a minute.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SameForAllAttribute : Attribute
{
    public const string CacheControl = "public, max-age=60";
}
