namespace Chs.Application.Pipeline;

/// <summary>
/// Marks a request that tokens can send, but not those of a lab: it is about whoever sends it, or somebody must stand for it.
/// </summary>
public interface INeedsPerson;
