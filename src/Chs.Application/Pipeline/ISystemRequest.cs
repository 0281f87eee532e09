namespace Chs.Application.Pipeline;

/// <summary>
/// Marks a request that CHS sends itself, by a schedule or an operator's command. No
/// person can send it.
/// </summary>
public interface ISystemRequest;
