using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Application.Pipeline;

/// <summary>
/// Refuses requests of people who aren't logged in, unless the request is <see cref="IAnonymous"/>, and of API keys
/// when it is <see cref="ISessionOnly"/>. Whoever lacks a second factor that the site demands may send what is
/// <see cref="IOpenToFamilies"/> only, and nothing with a key. Handlers of all but anonymous requests can take an
/// <see cref="Actor"/>.
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
        if (request is IAnonymous)
            return null;
        if (current.Actor is null)
            return Error.Unauthenticated;
        return current.Actor.LacksSecondFactor ? CheckWithoutSecondFactor(request, current.Actor) : null;
    }

    /// <summary>
    /// One place for all use cases: a list that is empty, or holds one's own things only, would look as if that were all.
    /// </summary>
    Error? CheckWithoutSecondFactor(TRequest request, Actor actor)
    {
        if (actor.Lab is not null)
            return AccountErrors.LabKeyLacksSecondFactor;
        if (current.IsApiKey)
            return AccountErrors.KeyLacksSecondFactor;
        return request is IOpenToFamilies ? null : AccountErrors.SecondFactorNeeded;
    }

    /// <summary>
    /// Whoever lacks a second factor that the site demands is told that, rather than that something is forbidden or
    /// missing.
    /// </summary>
    bool IsForLackOfSecondFactor(Error? error) =>
        error is { Kind: ErrorKind.Forbidden or ErrorKind.NotFound }
        // A page behind the last one of a list is missing for everybody.
        && error.Code != NumberedPages.NotFoundCode
        // On the way to the second factor.
        && error.Code != AccountErrors.LogInAgain.Code
        && current.Actor is { LacksSecondFactor: true };
}
