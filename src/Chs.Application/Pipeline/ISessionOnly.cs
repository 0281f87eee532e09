namespace Chs.Application.Pipeline;

/// <summary>
/// Marks a request that only a logged-in browser can send: whoever has found a script's key must not be able to lock
/// its owner out.
/// </summary>
public interface ISessionOnly;
