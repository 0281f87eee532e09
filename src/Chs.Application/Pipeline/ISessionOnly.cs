namespace Chs.Application.Pipeline;

/// <summary>
/// Marks a request that only a log-in can send, of a browser or a program: whoever has found a script's key must not be
/// able to lock its owner out.
/// </summary>
public interface ISessionOnly;
