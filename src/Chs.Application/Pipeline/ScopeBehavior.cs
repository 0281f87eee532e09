using Chs.Application.Ports;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Pipeline;

/// <summary>Refuses requests that are outside of the scope of the actor's API token, before anything else happens.</summary>
sealed class ScopeBehavior<TRequest, TResponse>(ICurrentActor current) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
    where TResponse : IOutcome<TResponse>
{
    public Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    ) => ScopeRules.Check(request, current.Actor) is { } refused ? Task.FromResult(TResponse.Refuse(refused)) : next();
}
