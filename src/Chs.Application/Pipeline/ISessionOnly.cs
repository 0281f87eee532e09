namespace Chs.Application.Pipeline;

/// <summary>
/// Marks a request that only a log-in can send, of a browser or a program: whoever has found a script's key must be able
/// neither to lock its owner out nor to let somebody in who stays when the key is revoked.
/// </summary>
public interface ISessionOnly;
