using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Pipeline;

/// <summary>Runs each change in a transaction: saves and commits on success, rolls back when it is refused.</summary>
sealed class TransactionBehavior<TRequest, TResponse>(IChsDb db) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IChange
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        await using var transaction = await db.BeginTransactionAsync(cancellationToken);
        try
        {
            var outcome = await next();
            // Disposing the transaction rolls it back.
            if (outcome.Error is not null)
                return outcome;
            // Also writes the aggregates' events to the outbox.
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return outcome;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody changed a row between our read and our write.
            return TResponse.Refuse(Error.Stale);
        }
        catch (DbUpdateException failure)
            when (db.ViolatedUniqueColumns(failure) is { } columns
                && UniquenessErrors.ByColumns.TryGetValue(columns, out var error)
            )
        {
            return TResponse.Refuse(error);
        }
        finally
        {
            // The next request in this scope reads from the database again.
            db.ClearTracked();
        }
    }
}
