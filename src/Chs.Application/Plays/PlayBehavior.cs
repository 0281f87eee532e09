using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Plays;

/// <summary>
/// The one place that decides which requests study code may send: with a play's key only <see cref="IWithinPlay"/> ones,
/// each of which limits itself by the <see cref="PlayGrant"/>; and <see cref="IPlayOnly"/> ones only with such a key.
/// </summary>
sealed class PlayBehavior<TRequest, TResponse>(ICurrentActor current) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
    where TResponse : IOutcome<TResponse>
{
    public Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    ) => Check(request) is { } refusal ? Task.FromResult(TResponse.Refuse(refusal)) : next();

    /// <returns>Null when the request may go on.</returns>
    Error? Check(TRequest request)
    {
        var play = current.Actor?.Play;
        if (play is null)
            return request is IPlayOnly ? Error.Unauthenticated : null;
        // Anonymous requests show nothing that anybody couldn't see, or prove who sends them in another way.
        return request is IWithinPlay or IAnonymous ? null : Error.NotFound("resource");
    }
}
