using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
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
    ) => Check(request) is { } refused ? Task.FromResult(TResponse.Refuse(refused)) : next();

    /// <returns>Null when the token's scope allows the request.</returns>
    Error? Check(TRequest request)
    {
        if (current.Actor?.Scope is not { } scope)
            return null;
        if (request is not IWithinScope)
            return AccountErrors.OutOfScope;
        if (scope.IsReadOnly && request is IWrite)
            return AccountErrors.ReadOnlyToken;
        if (scope.IsDeidentified && request is IShowsIdentities { ShowsIdentities: true })
            return AccountErrors.DeidentifiedToken;
        return null;
    }
}
