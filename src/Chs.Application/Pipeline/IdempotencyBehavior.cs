using Chs.Application.Access;
using Chs.Application.Idempotency;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Pipeline;

/// <summary>
/// Answers a repeated <c>Idempotency-Key</c> with the first result, without running the use case again. Runs inside the
/// transaction.
/// </summary>
sealed class IdempotencyBehavior<TRequest, TResponse>(
    IChsDb db,
    ICurrentActor current,
    IdempotencyContext context,
    TimeProvider time
) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IChange
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        if (context.Key is not { } key)
            return await next();

        var user = SenderOf(current.Actor);
        var earlier = await db.IdempotentRequests.SingleOrDefaultAsync(
            r => r.UserId == user && r.Key == key,
            cancellationToken
        );
        if (earlier is not null)
            return Replay(earlier);

        // Saved before the use case runs: of two simultaneous requests with the same key, the second one waits here until
        // the first one's transaction ends, and violates the unique index if that one was committed.
        var stored = IdempotentRequest.Of(user, key, context.RequestDigest, time.GetUtcNow());
        db.IdempotentRequests.Add(stored);
        await db.SaveChangesAsync(cancellationToken);

        var outcome = await next();
        if (outcome.Error is null)
            stored.StoreAnswer(outcome.Answer);
        return outcome;
    }

    /// <summary>The account's key; of a lab's key its own, below zero, for it is nobody's; 0 without a log-in.</summary>
    static long SenderOf(Actor? actor) => actor is { Lab: { } lab } ? -lab.TokenKey : actor?.Key ?? 0;

    TResponse Replay(IdempotentRequest earlier)
    {
        if (!earlier.RequestDigest.AsSpan().SequenceEqual(context.RequestDigest))
            return TResponse.Refuse(IdempotencyErrors.KeyReused);
        context.Replayed = true;
        return TResponse.Succeed(earlier.RestoreAnswer(TResponse.AnswerType));
    }
}
