namespace Chs.Application.Pipeline;

/// <summary>
/// Marks a request that changes something in transactions of its own, for a reason that its comment gives. The pipeline
/// opens none around it; the use case runs them with <see cref="Transactions"/>.
/// </summary>
public interface IOwnTransactions : IWrite;
