namespace Chs.Application.Pipeline;

/// <summary>
/// Marks a request that changes something, which a read-only API token can't send. Use cases implement
/// <see cref="IChange"/> or <see cref="IOwnTransactions"/>, which say who opens the transaction.
/// </summary>
public interface IWrite;
