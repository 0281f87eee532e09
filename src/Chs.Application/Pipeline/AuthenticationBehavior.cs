using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Application.Pipeline;

/// <summary>
/// Refuses requests of people who aren't logged in, unless the request is <see cref="IAnonymous"/>, and of API keys
/// when it is <see cref="ISessionOnly"/>. Handlers of all but anonymous requests can take an <see cref="Actor"/>.
/// </summary>
sealed class AuthenticationBehavior<TRequest, TResponse>(ICurrentActor current) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        if (Check(request) is { } refusal)
            return TResponse.Refuse(refusal);
        var outcome = await next();
        return IsForLackOfSecondFactor(outcome.Error) ? TResponse.Refuse(AccountErrors.SecondFactorNeeded) : outcome;
    }

    /// <returns>Null when the request may go on.</returns>
    Error? Check(TRequest request)
    {
        if (request is ISystemRequest)
            return current.Actor is null ? null : Error.Forbidden;
        if (request is ISessionOnly && current.IsApiKey)
            return AccountErrors.NeedsSession;
        if (request is IAnonymous || current.Actor is not null)
            return null;
        return Error.Unauthenticated;
    }

    /// <summary>
    /// Whoever lacks a second factor that the site demands is told that, rather than that something is forbidden or
    /// missing.
    /// </summary>
    bool IsForLackOfSecondFactor(Error? error) =>
        error is { Kind: ErrorKind.Forbidden or ErrorKind.NotFound }
        // A page behind the last one of a list is missing for everybody.
        && error.Code != NumberedPages.NotFoundCode
        && current.Actor is { LacksSecondFactor: true };
}
