using Chs.Domain;
using MediatR;

namespace Chs.Application.Pipeline;

/// <summary>Runs each change in a transaction.</summary>
sealed class TransactionBehavior<TRequest, TResponse>(Transactions transactions)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IChange
    where TResponse : IOutcome<TResponse>
{
    public Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    ) => transactions.RunAsync(() => next(), cancellationToken);
}
