namespace Chs.Application.Pipeline;

/// <summary>
/// Marks a request that people can send without logging in. Requests without a mark are refused to them, so that a new
/// use case stays closed until somebody has decided otherwise.
/// </summary>
public interface IAnonymous;
