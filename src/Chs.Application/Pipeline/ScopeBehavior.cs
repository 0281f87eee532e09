using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Application.Pipeline;

/// <summary>Marks what a key of limited scope may ask. What isn't marked it may not: a new use case is outside of every scope until somebody thought about it.</summary>
public interface IWithinScope
{
    /// <summary>Whether the answer holds something by which a family could be recognised.</summary>
    bool ShowsIdentities => false;
}

/// <summary>Holds keys to their scope, before anything else is looked at.</summary>
sealed class ScopeBehavior<TRequest, TResponse>(ICurrentActor current) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
    where TResponse : IOutcome<TResponse>
{
    public Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        if (current.Actor?.Scope is not { } scope)
            return next();
        var refused =
            request is not IWithinScope within ? AccountErrors.OutOfScope
            : scope.IsReadOnly && request is IChange ? AccountErrors.ReadOnlyToken
            : scope.IsDeidentified && within.ShowsIdentities ? AccountErrors.DeidentifiedToken
            : null;
        return refused is null ? next() : Task.FromResult(TResponse.Refuse(refused));
    }
}
