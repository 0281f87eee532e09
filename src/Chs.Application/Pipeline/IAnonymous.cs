namespace Chs.Application.Pipeline;

/// <summary>
/// Marks a request that can be sent without a log-in: by people, by a host that is finding out who they are, or by
/// another system that signs its calls. Requests without a mark are refused to them, so that a new
/// use case stays closed until somebody has decided otherwise.
/// </summary>
public interface IAnonymous;
