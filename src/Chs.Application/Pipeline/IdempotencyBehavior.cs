using Chs.Application.Access;
using Chs.Application.Idempotency;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Pipeline;

/// <summary>Answers a repeated <c>Idempotency-Key</c> with the first answer, without doing the thing again. Stands inside the transaction.</summary>
sealed class IdempotencyBehavior<TRequest, TResponse>(
    IChsDb db,
    ICurrentActor current,
    IdempotencyContext guard,
    TimeProvider time
) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IChange
    where TResponse : IOutcome<TResponse>
{
    static readonly Error Reused = Error.Conflict(
        "idempotency.key_reused",
        "This Idempotency-Key was used for another request."
    );

    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        if (guard.Key is not { } key)
            return await next();

        var user = current.Actor?.Key ?? 0;
        if (
            await db.IdempotentRequests.SingleOrDefaultAsync(
                r => r.UserId == user && r.Key == key,
                cancellationToken
            ) is
            { } earlier
        )
        {
            if (!earlier.RequestDigest.AsSpan().SequenceEqual(guard.RequestDigest))
                return TResponse.Refuse(Reused);
            guard.Replayed = true;
            return TResponse.Succeed(earlier.RestoreAnswer(TResponse.AnswerType));
        }

        // Written first: of two simultaneous requests one waits here, or is told to come again.
        var row = IdempotentRequest.Of(user, key, guard.RequestDigest, time.GetUtcNow());
        db.IdempotentRequests.Add(row);
        await db.SaveChangesAsync(cancellationToken);

        var outcome = await next();
        if (outcome.Error is null)
            row.StoreAnswer(outcome.Answer);
        return outcome;
    }
}
