using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Pipeline;

/// <summary>One transaction per change: saved and committed on success, undone on refusal.</summary>
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
        await using var transaction = await db.BeginAsync(cancellationToken);
        try
        {
            var outcome = await next();
            if (outcome.Error is not null)
                return outcome; // disposed, rolled back: a refusal changes nothing
            await db.SaveChangesAsync(cancellationToken); // events go to the outbox here, in the same transaction
            await transaction.CommitAsync(cancellationToken);
            return outcome;
        }
        catch (DbUpdateConcurrencyException) // somebody was faster between our read and our write
        {
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
            db.ClearTracked(); // a second request in this scope starts from the database
        }
    }
}
