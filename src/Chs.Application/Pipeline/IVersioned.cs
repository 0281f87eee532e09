namespace Chs.Application.Pipeline;

/// <summary>A result with a version for optimistic concurrency; v3 sends it as the ETag.</summary>
public interface IVersioned
{
    int Version { get; }
}
