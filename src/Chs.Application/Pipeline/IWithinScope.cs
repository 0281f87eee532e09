namespace Chs.Application.Pipeline;

/// <summary>
/// Marks a request that API tokens with a scope can send. Requests without the mark are refused to them, so that a new
/// use case stays closed until somebody has decided otherwise.
/// </summary>
public interface IWithinScope;
